using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace AnomalyNotebooks.Cli.Scoring;

/// <summary>Where scores are written: standard output, or a file, which a run that was killed may have begun.</summary>
internal sealed class ScoreTarget : IDisposable
{
    private const int BrokenPipe = 32; // EPIPE, of Linux and macOS alike
    private const int LongestLine = 1 << 20;

    private ScoreTarget(Stream stream, string file) => (Stream, File) = (stream, file);

    /// <summary>The stream, at its end.</summary>
    public Stream Stream { get; }

    /// <summary>The file's name; <c>-</c> for standard output.</summary>
    public string File { get; }

    /// <summary>The last flow whose line is there; 0 for none.</summary>
    public long Done { get; private init; }

    /// <summary>That line with its end.</summary>
    public byte[] LastLine { get; private init; } = [];

    /// <summary>Whether a header is there.</summary>
    public bool IsBegun => LastLine.Length > 0;

    /// <summary>Whether this is what writing ends with when the reader has gone away, as <c>head</c> does.</summary>
    public static bool IsReaderGone(Exception error) => error is IOException { HResult: BrokenPipe };

    /// <summary>Opens standard output for <c>-</c>, else a file.</summary>
    /// <param name="target">Which.</param>
    /// <param name="resumes">Whether to go on behind the whole lines that an earlier run has left; otherwise a file is written
    /// anew.</param>
    /// <exception cref="AnomalyException">The file to go on with was not written by <c>anomaly score</c>.</exception>
    public static ScoreTarget Open(string target, bool resumes)
    {
        if (target == "-") return new ScoreTarget(StandardOutput(), target);
        var stream = new FileStream(target, resumes ? FileMode.OpenOrCreate : FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            byte[] last = resumes ? CutToWholeLines(stream) : [];
            return new ScoreTarget(stream, target) { LastLine = last, Done = last.Length == 0 ? 0 : FlowOf(last, target) };
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Stream.Dispose();

    // The console's own stream does not tell when a pipe has no reader any more; a stream of the handle does, but would not move the
    // place in a file that others write to as well.
    private static Stream StandardOutput()
    {
        if (OperatingSystem.IsWindows()) return Console.OpenStandardOutput();
        var direct = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return direct.CanSeek ? Console.OpenStandardOutput() : direct;
    }

    // What a killed run was in the middle of is cut off. Returns the last line.
    private static byte[] CutToWholeLines(FileStream stream)
    {
        var end = new byte[Math.Min(stream.Length, 2 * LongestLine)];
        stream.Position = stream.Length - end.Length;
        stream.ReadExactly(end);
        int length = end.AsSpan().LastIndexOf((byte)'\n') + 1;
        stream.SetLength(stream.Length - end.Length + length);
        stream.Position = stream.Length;
        return length == 0 ? [] : end[(end.AsSpan(0, length - 1).LastIndexOf((byte)'\n') + 1)..length];
    }

    private static long FlowOf(byte[] line, string target)
    {
        string text = Encoding.UTF8.GetString(line);
        if (text.StartsWith("flow,", StringComparison.Ordinal)) return 0;
        const string Json = "{\"flow\":";
        string number = text.StartsWith(Json, StringComparison.Ordinal) ? text[Json.Length..] : text;
        return long.TryParse(number.Split(',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out long flow) && flow > 0
            ? flow
            : throw new AnomalyException($"--resume: {Workspace.Shorten(target)} was not written by 'anomaly score'; its last line is "
                + $"\"{SafeText.Plain(text.Length <= 80 ? text.TrimEnd() : text[..80] + "…")}\".");
    }
}
