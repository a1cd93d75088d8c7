using System.Runtime.CompilerServices;

namespace AnomalyNotebooks;

/// <summary>Reads fields by RFC 4180 from UTF-8: separated by commas or another byte, lines ending in LF or CRLF, in quotes or
/// not.</summary>
/// <param name="bytes">The content; the byte before <paramref name="end"/> is the last line's <c>\n</c>.</param>
/// <param name="position">Where to start.</param>
/// <param name="end">Where the lines end.</param>
/// <param name="line">The line it starts in, from 1.</param>
/// <param name="file">The file's name, for messages.</param>
/// <param name="delimiter">What separates fields.</param>
/// <param name="quotes">Whether a field may stand in quotes.</param>
internal sealed class CsvCursor(byte[] bytes, int position, int end, int line, string file, byte delimiter, bool quotes)
{
    private byte[] unescaped = [];

    /// <summary>The next byte to read: after <see cref="Field"/> the delimiter behind the field, or its line's end.</summary>
    public int Position { get; set; } = position;

    /// <summary>The line of <see cref="Position"/>, from 1.</summary>
    public int Line { get; set; } = line;

    /// <summary>The field that starts here, without its quotes. Valid until the next call.</summary>
    /// <exception cref="FlowFormatException">A quote is not closed, or there is text behind it.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // called from a loop that is over before the runtime would see to it
    public ReadOnlySpan<byte> Field()
    {
        int start = Position;
        if (bytes[start] == '"' && quotes) return QuotedField();
        int p = start;
        byte b;
        while ((b = bytes[p]) != delimiter && b != '\n') p++;
        if (b == '\n' && p > start && bytes[p - 1] == '\r') p--;
        Position = p;
        return bytes.AsSpan(start, p - start);
    }

    /// <summary>The rest of the line as texts. Afterwards the position is in front of the next line.</summary>
    public List<string> LineTexts()
    {
        var texts = new List<string>();
        do texts.Add(System.Text.Encoding.UTF8.GetString(Field()));
        while (!PassEndOfField());
        return texts;
    }

    /// <summary>Moves past the delimiter or the end of line; true where it was the end of a line.</summary>
    public bool PassEndOfField()
    {
        byte stop = bytes[Position++];
        if (stop == delimiter) return false;
        if (stop == '\r') Position++;
        Line++;
        return true;
    }

    // Inside quotes commas and line ends are text, and two quotes are one.
    private ReadOnlySpan<byte> QuotedField()
    {
        int opened = Line, length = 0;
        for (int p = Position + 1; p < end; p++)
        {
            byte b = bytes[p];
            if (b == '"' && bytes[p + 1] == '"')
            {
                p++;
            }
            else if (b == '"')
            {
                Position = p + 1;
                if (EndsField(p + 1)) return unescaped.AsSpan(0, length);
                throw new FlowFormatException(file, Line, null, "text behind a closing quote", "a delimiter or the end of the line");
            }
            else if (b == '\n')
            {
                Line++;
            }

            if (length == unescaped.Length) Array.Resize(ref unescaped, Math.Max(64, length * 2));
            unescaped[length++] = b;
        }

        throw new FlowFormatException(file, opened, null, "a quote that is never closed", "a closing quote");
    }

    private bool EndsField(int at) => bytes[at] == delimiter || bytes[at] == '\n' || (bytes[at] == '\r' && bytes[at + 1] == '\n');
}
