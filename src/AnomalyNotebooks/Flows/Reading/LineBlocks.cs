namespace AnomalyNotebooks;

/// <summary>Cuts a stream of lines into blocks of whole lines, so that no file needs to be held in memory at once.</summary>
/// <param name="stream">The text.</param>
/// <param name="file">Its name, for messages.</param>
/// <param name="blockBytes">About how large a block is; one longer line makes a longer block.</param>
internal sealed class LineBlocks(Stream stream, string file, int blockBytes)
{
    /// <summary>The longest line that is read, in bytes.</summary>
    public const int LongestLine = 1 << 20;

    /// <summary>The most text that is read, in bytes, compressed or not.</summary>
    public const long MostBytes = 64L << 30;

    private byte[] carry = [];
    private long total;
    private bool atEnd;

    /// <summary>Whether lines are given as they come in, as from a pipe that a tool writes to, instead of in blocks as large as
    /// asked.</summary>
    public bool IsLive { get; init; }

    /// <summary>Whether fields may stand in quotes, and line ends in these belong to the field.</summary>
    public bool HasQuotes { get; set; } = true;

    /// <summary>The next block, its last line ending in <c>\n</c> and not blank; null after the last one. The array is the
    /// caller's.</summary>
    /// <exception cref="FlowFormatException">A line or the file is longer than is read.</exception>
    public (byte[] Bytes, int Length)? Next()
    {
        if (atEnd && carry.Length == 0) return null;
        byte[] bytes = GC.AllocateUninitializedArray<byte>(carry.Length + blockBytes + 1);
        carry.CopyTo(bytes, 0);
        int length = carry.Length;
        while (true)
        {
            length = Fill(bytes, length);
            int end = atEnd ? EndOfText(bytes, ref length) : LastLineEnd(bytes.AsSpan(0, length));
            if (end == 0 && atEnd)
            {
                carry = [];
                return null;
            }

            if (end > 0)
            {
                carry = bytes[end..length];
                return (bytes, end);
            }

            // In quotes that are never closed: the reader of the lines says so.
            if (length > LongestLine)
            {
                bool inQuotes = HasQuotes && bytes.AsSpan(0, length).Contains((byte)'\n');
                if (!inQuotes) throw new FlowFormatException(file, null, null, $"a line of more than {LongestLine} bytes",
                    "a text file of flows, one on a line");
                bytes[length] = (byte)'\n';
                carry = [];
                atEnd = true;
                return (bytes, length + 1);
            }

            Array.Resize(ref bytes, (bytes.Length * 2) + 1);
        }
    }

    // One byte stays free for the end of the last line.
    private int Fill(byte[] bytes, int length)
    {
        while (length < bytes.Length - 1)
        {
            int read = stream.Read(bytes, length, bytes.Length - 1 - length);
            if (read == 0)
            {
                atEnd = true;
                break;
            }

            bool hasLine = IsLive && bytes.AsSpan(length, read).Contains((byte)'\n');
            length += read;
            total += read;
            if (total > MostBytes) throw new FlowFormatException(file, null, null, $"more than {MostBytes >> 30} GB of text",
                "smaller files, read one after the other");
            if (hasLine) break;
        }

        return length;
    }

    private static int EndOfText(byte[] bytes, ref int length)
    {
        length = bytes.AsSpan(0, length).LastIndexOfAnyExcept((byte)'\r', (byte)'\n') + 1;
        if (length == 0) return 0;
        bytes[length++] = (byte)'\n';
        return length;
    }

    // Behind the last line that is not blank: blank ones before the end of the file are none at all.
    private int LastLineEnd(ReadOnlySpan<byte> bytes)
    {
        int end = HasQuotes && bytes.Contains((byte)'"') ? LastEndOutsideQuotes(bytes) : bytes.LastIndexOf((byte)'\n') + 1;
        int text = bytes[..end].LastIndexOfAnyExcept((byte)'\r', (byte)'\n') + 1;
        return text == 0 ? 0 : text + bytes[text..].IndexOf((byte)'\n') + 1;
    }

    // A quote opens only at the beginning of a field; what separates fields is none of the bytes looked at here but these three.
    private int LastEndOutsideQuotes(ReadOnlySpan<byte> bytes)
    {
        int last = 0;
        bool atStart = true;
        for (int p = 0; p < bytes.Length; p++)
        {
            byte b = bytes[p];
            if (b == '"' && atStart)
            {
                for (p++; p < bytes.Length; p++)
                {
                    if (bytes[p] != '"') continue;
                    if (p + 1 >= bytes.Length || bytes[p + 1] != '"') break;
                    p++;
                }

                atStart = false;
                continue;
            }

            if (b == '\n') last = p + 1;
            atStart = b == '\n' || b == Delimiter;
        }

        return last;
    }

    /// <summary>What separates fields.</summary>
    public byte Delimiter { get; set; } = (byte)',';
}
