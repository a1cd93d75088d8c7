using System.Text;

namespace AnomalyNotebooks;

/// <summary>
/// Reads files of flows: lines of fields with a delimiter (by RFC 4180, UTF-8, LF or CRLF), Zeek's logs, lines of JSON; plain or gzip.
/// Blocks of lines are read several at a time, and never the whole file is in memory; the table does not depend on how many.
/// </summary>
internal static class FlowReader
{
    /// <summary>The most flows that are read from a file.</summary>
    public const int MostFlows = 500_000_000;

    private const int DefaultBlockBytes = 1 << 20;

    /// <summary>Reads the file at <paramref name="path"/> (standard input for <c>-</c>); its first lines tell what it is if no schema is
    /// given.</summary>
    /// <exception cref="FlowFormatException">It is not a table of flows as expected.</exception>
    /// <exception cref="AnomalyException">There is no such file, or it is of no known format.</exception>
    public static FlowTable Read(string path, FlowSchema? schema = null, Action<int, double>? progress = null,
        FlowReservoir? reservoir = null)
    {
        using FlowInput input = FlowInput.Open(path);
        return Read(input, schema, DefaultBlockBytes, progress, reservoir);
    }

    /// <summary>Reads a file's content. <paramref name="file"/> is its name, for messages.</summary>
    /// <exception cref="FlowFormatException">It is not a table of flows as expected.</exception>
    public static FlowTable Read(byte[] content, string file, FlowSchema? schema, int blockBytes = DefaultBlockBytes,
        FlowReservoir? reservoir = null)
    {
        using FlowInput input = FlowInput.Of(content, file);
        return Read(input, schema, blockBytes, reservoir: reservoir);
    }

    /// <summary>Reads a file (standard input for <c>-</c>) some lines at a time, so that flows can be scored in flat memory however many
    /// there are. Labels need not be there; of columns that are not, whoever needs them says so.</summary>
    /// <param name="path">The file, or <c>-</c>.</param>
    /// <param name="schema">What the columns are.</param>
    /// <returns>Flows in their order, and the share of the file that is read then (NaN where nobody knows).</returns>
    /// <exception cref="FlowFormatException">It is not a table of flows as expected.</exception>
    public static IEnumerable<(FlowTable Flows, double Share)> Batches(string path, FlowSchema schema)
    {
        using FlowInput input = FlowInput.Open(path);
        using Stream text = path == "-" ? ReadAhead.Of(input.Text) : input.Text;
        var blocks = new LineBlocks(text, input.File, DefaultBlockBytes) { IsLive = path == "-" };
        FlowStart? start = null;
        int line = 1;
        bool hasEnded = false;

        // While the caller works at one batch the next one is made ready.
        Task<(FlowTable Flows, double Share)?> next = Task.Run(Next);
        while (next.GetAwaiter().GetResult() is { } batch)
        {
            next = Task.Run(Next);
            yield return batch;
        }

        (FlowTable Flows, double Share)? Next() => Telling<(FlowTable, double)?>(input, () =>
        {
            while (!hasEnded && (start is null ? Beginning(blocks) : blocks.Next()) is { } block)
            {
                int position = 0;
                if (start is null)
                {
                    start = FlowStart.Of(block.Bytes, block.Length, input.File, schema.Relaxed());
                    (line, position) = (start.Line, start.Position);
                    blocks.HasQuotes = start.Binding.HasQuotes && !start.IsJson;
                    blocks.Delimiter = start.Binding.Delimiter;
                }

                if (position >= block.Length) continue;
                FlowChunk chunk = start.Chunk(block.Bytes, position, block.Length, line);
                line += block.Bytes.AsSpan(position, block.Length - position).Count((byte)'\n');
                chunk.Read();
                if (chunk.Error is { } error) throw error;
                hasEnded = chunk.HasEnded;
                if (chunk.Rows > 0) return (FlowAssembly.Join([chunk.Flows!], start, "", chunk.Rows), input.Share);
            }

            return start is null ? throw new FlowFormatException(input.File, null, null, "an empty file", "a header and flows") : null;
        });
    }

    private static FlowTable Read(FlowInput input, FlowSchema? schema, int blockBytes, Action<int, double>? progress = null,
        FlowReservoir? reservoir = null) => Telling(input, () =>
    {
        var blocks = new LineBlocks(input.Text, input.File, blockBytes);
        (byte[] bytes, int length) = Beginning(blocks) ?? throw new FlowFormatException(input.File, null, null, "an empty file",
            "a header and flows");
        FlowStart start = FlowStart.Of(bytes, length, input.File, schema);
        blocks.HasQuotes = start.Binding.HasQuotes && !start.IsJson;
        blocks.Delimiter = start.Binding.Delimiter;
        var pieces = new List<FlowPiece>();
        long flows = 0;
        ReadPieces(blocks, bytes, length, start, piece =>
        {
            flows += piece.Rows;
            if (reservoir is null && flows > MostFlows) throw new FlowFormatException(input.File, null, null,
                $"more than {MostFlows} flows", "smaller files, read one after the other");
            progress?.Invoke(piece.Rows, input.Share);
            if (reservoir is null) pieces.Add(piece);
            else reservoir.Add(piece, start);
        });
        if (flows == 0) throw new FlowFormatException(input.File, null, null, "a header without flows", "flows");
        return FlowAssembly.Join(reservoir?.Kept() ?? pieces, start, input.Sha256(), flows, needsNormals: reservoir is null);
    });

    // What goes wrong while reading, in words.
    private static T Telling<T>(FlowInput input, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException error)
        {
            throw new FlowFormatException(input.File, null, null, $"damaged compressed data ({error.Message})",
                "a whole gzip file: download it again", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new AnomalyException($"{FlowFormatException.Excerpt(input.File, 1000)} cannot be read: {error.Message}", error);
        }
    }

    // The first lines: of a log of Zeek also the few that it begins with, about itself, and one flow.
    private static (byte[] Bytes, int Length)? Beginning(LineBlocks blocks)
    {
        if (blocks.Next() is not var (bytes, length)) return null;
        while (bytes[0] == '#' && length < LineBlocks.LongestLine && LastLineIsComment(bytes, length) && blocks.Next() is { } more)
            (bytes, length) = ([.. bytes.AsSpan(0, length), .. more.Bytes.AsSpan(0, more.Length)], length + more.Length);
        return (bytes, length);
    }

    private static bool LastLineIsComment(byte[] bytes, int length) =>
        bytes[bytes.AsSpan(0, length - 1).LastIndexOf((byte)'\n') + 1] == '#';

    // This thread reads and hashes, others take lines apart: so many blocks at a time that it is never far ahead of them.
    private static void ReadPieces(LineBlocks blocks, byte[] bytes, int length, FlowStart start, Action<FlowPiece> add)
    {
        var running = new Queue<(FlowChunk Chunk, Task Task)>();
        int line = start.Line, position = start.Position, most = Math.Max(ThreadLimit.Threads, 1) + 1;
        bool isDone = false, hasEnded = false;
        FlowFormatException? later = null;
        try
        {
            while (!isDone)
            {
                if (position < length)
                {
                    FlowChunk chunk = start.Chunk(bytes, position, length, line);
                    line += bytes.AsSpan(position, length - position).Count((byte)'\n'); // before the chunk may change its bytes
                    running.Enqueue((chunk, Task.Run(chunk.Read)));
                }

                position = 0;
                try
                {
                    if (blocks.Next() is { } next) (bytes, length) = next;
                    else isDone = true;
                }
                catch (FlowFormatException error) // of several errors the first in the file is told
                {
                    (later, isDone) = (error, true);
                }

                while (running.Count > (isDone ? 0 : most) && !hasEnded) Finish(running.Dequeue());
                isDone |= hasEnded;
            }
        }
        finally
        {
            foreach ((_, Task task) in running) task.Wait();
        }

        if (later is not null && !hasEnded) throw later;

        // At the end that the file names no further flows count.
        void Finish((FlowChunk Chunk, Task Task) first)
        {
            first.Task.Wait();
            if (first.Chunk.Error is { } error) throw error;
            add(first.Chunk.Flows!);
            hasEnded = first.Chunk.HasEnded;
        }
    }
}
