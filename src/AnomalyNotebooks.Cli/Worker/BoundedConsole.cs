using System.Globalization;
using System.Text;

namespace AnomalyNotebooks.Cli.Worker;

/// <summary>
/// Stands in for the console while cells run: passes on what they print, in order and from any thread, up to a limit per cell.
/// Beyond it only counts, so that a cell that prints a gigabyte costs neither memory nor disk.
/// </summary>
internal sealed class BoundedConsole(Action<string, string> printed, int limit)
{
    private readonly Lock gate = new();
    private long total;

    /// <summary>Replaces <see cref="Console.Out"/> and <see cref="Console.Error"/>.</summary>
    public void Attach()
    {
        Console.SetOut(new StreamWriterInto(this, "stdout"));
        Console.SetError(new StreamWriterInto(this, "stderr"));
        Console.SetIn(new NobodyThere());
    }

    /// <summary>Starts counting anew for the next cell.</summary>
    public void StartCell()
    {
        lock (gate) total = 0;
    }

    /// <summary>Says how much was dropped, where anything was.</summary>
    public void EndCell()
    {
        lock (gate)
        {
            if (total > limit) printed("stderr", CutNotice(total, limit));
        }
    }

    /// <summary>The sentence at the end of an output that was cut.</summary>
    public static string CutNotice(long total, int limit) => string.Create(
        CultureInfo.InvariantCulture,
        $"\n[output cut: the cell printed {total:N0} characters, the first {limit:N0} are kept]\n");

    private void Write(string stream, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return;
        lock (gate)
        {
            long room = limit - total;
            total += text.Length;
            if (room <= 0) return;
            printed(stream, (text.Length > room ? text[..(int)room] : text).ToString());
        }
    }

    private sealed class NobodyThere : TextReader
    {
        private const string Message =
            "A cell cannot read from the console: nobody is there to type. Give the notebook a parameter instead.";

        public override int Peek() => throw new InvalidOperationException(Message);

        public override int Read() => throw new InvalidOperationException(Message);

        public override int Read(char[] buffer, int index, int count) => throw new InvalidOperationException(Message);

        public override string? ReadLine() => throw new InvalidOperationException(Message);

        public override string ReadToEnd() => throw new InvalidOperationException(Message);
    }

    private sealed class StreamWriterInto(BoundedConsole console, string stream) : TextWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => console.Write(stream, [value]);

        public override void Write(char[] buffer, int index, int count) => console.Write(stream, buffer.AsSpan(index, count));

        public override void Write(ReadOnlySpan<char> buffer) => console.Write(stream, buffer);

        public override void Write(string? value) => console.Write(stream, value);

        public override void WriteLine(string? value) => console.Write(stream, value + "\n");

        public override void WriteLine() => console.Write(stream, "\n");
    }
}
