using System.Globalization;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>Why a notebook's process has ended in the middle of a cell.</summary>
/// <param name="Name">A short name for it: <c>StackOverflow</c>, <c>ProcessExited</c>.</param>
/// <param name="Message">What happened and what to do, in a sentence.</param>
/// <param name="Details">What the runtime wrote before it ended.</param>
internal sealed record ProcessEnd(string Name, string Message, IReadOnlyList<string> Details)
{
    /// <summary>What to say where memory was not enough.</summary>
    public const string OutOfMemory = "The process ran out of memory. Use fewer rows, or raise --memory.";

    private const int SignalBase = 128;
    private const int MaximumDetails = 12;

    /// <summary>Reads an exit code and the last words of a process.</summary>
    /// <param name="exitCode">The exit code; null where the process is still there.</param>
    /// <param name="lastWords">What it wrote to its standard error.</param>
    public static ProcessEnd Explain(int? exitCode, string lastWords)
    {
        string[] details = [.. lastWords.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Take(MaximumDetails)];
        if (lastWords.Contains("Stack overflow", StringComparison.Ordinal))
            return new("StackOverflow", "The cell overflowed the stack: a method calls itself without end. The process is gone; what ran "
                + "before is kept.", details);
        if (lastWords.Contains("Out of memory", StringComparison.OrdinalIgnoreCase)
            || lastWords.Contains(nameof(OutOfMemoryException), StringComparison.Ordinal))
            return new("OutOfMemory", OutOfMemory, []); // where the last bytes went says nothing
        if (lastWords.Contains("Unhandled exception", StringComparison.Ordinal))
            return new("UnhandledException",
                "An exception on another thread ended the process: "
                + details.FirstOrDefault(line => line.Contains("Unhandled exception", StringComparison.Ordinal))
                    ?.Replace("Unhandled exception. ", "", StringComparison.Ordinal), details);
        return exitCode switch
        {
            null => new("ProcessLost", "The process closed its connection but did not end; it was killed.", details),
            SignalBase + 9 => new("ProcessKilled", "The process was killed (signal 9): by somebody, or by the system for want of memory.",
                details),
            > SignalBase and < SignalBase + 65 =>
                new("ProcessKilled", string.Create(CultureInfo.InvariantCulture,
                $"The process was ended by signal {exitCode - SignalBase}."), details),
            _ => new("ProcessExited", string.Create(CultureInfo.InvariantCulture, $"The cell ended its process (exit code {exitCode}), "
                + $"as Environment.Exit does. A notebook must not: remove the call."), details),
        };
    }

    public override string ToString() => Details.Count == 0 ? Message : $"{Message} {string.Join(" | ", Details)}";
}
