using System.Security.Cryptography;
using System.Text;

namespace AnomalyNotebooks;

/// <summary>
/// Reads a partition file of UNSW-NB15: UTF-8 with or without byte order mark, fields by RFC 4180, lines ending in LF or CRLF.
/// The lines are read in chunks of fixed size, several at a time; the table does not depend on how many.
/// </summary>
internal static class FlowCsvReader
{
    private const int DefaultChunkBytes = 1 << 20;

    /// <summary>Reads the file at <paramref name="path"/>.</summary>
    /// <exception cref="FlowFormatException">It is not a flow table as expected.</exception>
    public static FlowTable Read(string path)
    {
        (byte[] bytes, int length) = ReadBytes(path);
        // On another thread while the fields are read: it takes about as long as they do.
        Task<string> sha256 = Task.Run(() => Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(0, length))));
        return Read(bytes, length, path, sha256, DefaultChunkBytes);
    }

    /// <summary>Reads a file's content. <paramref name="file"/> is its name, for messages.</summary>
    /// <exception cref="FlowFormatException">It is not a flow table as expected.</exception>
    public static FlowTable Read(ReadOnlySpan<byte> content, string file, int chunkBytes = DefaultChunkBytes)
    {
        var bytes = new byte[content.Length + 1];
        content.CopyTo(bytes);
        return Read(bytes, content.Length, file, Task.FromResult(Convert.ToHexStringLower(SHA256.HashData(content))), chunkBytes);
    }

    // The content, and room for one byte behind it.
    private static (byte[] Bytes, int Length) ReadBytes(string path)
    {
        using Microsoft.Win32.SafeHandles.SafeFileHandle handle = File.OpenHandle(path, options: FileOptions.SequentialScan);
        long size = RandomAccess.GetLength(handle);
        if (size >= Array.MaxLength)
            throw new FlowFormatException(path, null, null, $"{size} bytes", "at most 2 GB (the partition files have 15 and 32 MB)");
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)size + 1);
        int length = 0, read;
        while ((read = RandomAccess.Read(handle, bytes.AsSpan(length, (int)size - length), length)) > 0) length += read;
        return (bytes, length);
    }

    private static FlowTable Read(byte[] bytes, int length, string file, Task<string> sha256, int chunkBytes)
    {
        ReadOnlySpan<byte> content = bytes.AsSpan(0, length);
        if (content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || content.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            throw new FlowFormatException(file, null, null, "text in UTF-16", "text in UTF-8");
        int start = content.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        int lastText = content.LastIndexOfAnyExcept((byte)'\r', (byte)'\n');
        if (content[start..].IndexOfAnyExcept(" \t\r\n\0"u8) < 0)
            throw new FlowFormatException(file, null, null, "an empty file", "a header and flows");

        bytes[length] = (byte)'\n'; // a last line without an end gets one
        int end = lastText + 1 + bytes.AsSpan(lastText + 1, length - lastText).IndexOf((byte)'\n') + 1;
        var first = new CsvCursor(bytes, start, end, 1, file);
        FlowCsvHeader header = FlowCsvHeader.Match(first.LineTexts(), file);
        if (first.Position == end) throw new FlowFormatException(file, null, null, "a header without flows", "flows");

        (List<FlowCsvChunk> chunks, FlowCsvColumns columns) = Split(bytes, first, end, header, file, chunkBytes);
        Parallel.ForEach(chunks, chunk => chunk.Read());
        return chunks.Find(chunk => chunk.Error is not null)?.Error is { } error ? throw error : FlowCsvTable.Join(chunks, columns, file, sha256.Result);
    }

    private static (List<FlowCsvChunk> Chunks, FlowCsvColumns Columns) Split(
        byte[] bytes, CsvCursor first, int end, FlowCsvHeader header, string file, int chunkBytes)
    {
        // A line end inside quotes ends no row, and only reading from the start can tell: such files are read in one go.
        if (bytes.AsSpan(first.Position, end - first.Position).Contains((byte)'"')) chunkBytes = int.MaxValue;

        var ranges = new List<(int Start, int End, int Row)>();
        int start = first.Position, row = 0;
        while (start < end)
        {
            int stop = end - start <= chunkBytes ? end : start + chunkBytes;
            if (stop < end) stop += bytes.AsSpan(stop, end - stop).IndexOf((byte)'\n') + 1;
            ranges.Add((start, stop, row));
            row += bytes.AsSpan(start, stop - start).Count((byte)'\n');
            start = stop;
        }

        var columns = new FlowCsvColumns(row);
        var chunks = ranges.ConvertAll(range =>
            new FlowCsvChunk(bytes, range.Start, range.End, first.Line + range.Row, range.Row, header, columns, file));
        return (chunks, columns);
    }
}
