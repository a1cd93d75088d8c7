using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Worker;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>How a cell ended.</summary>
internal enum CellStatus
{
    /// <summary>It ran to its end (or failed as its tag raises-exception announces).</summary>
    Passed,

    /// <summary>It did not compile, threw, or took its process down.</summary>
    Failed,

    /// <summary>It ran longer than allowed and was killed.</summary>
    TimedOut,

    /// <summary>The user stopped the run in it.</summary>
    Stopped,

    /// <summary>Its tag skip-execution, or the resources it asks for, kept it from running.</summary>
    Skipped,
}

/// <summary>A code cell that was run, or skipped.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Seconds">Time it took.</param>
/// <param name="Error">What went wrong; null where nothing did.</param>
internal sealed record CellRun(NotebookCell Cell, CellStatus Status, double Seconds, CellError? Error)
{
    /// <summary>The text of the line that failed; null where unknown.</summary>
    public string? FailedLine
    {
        get
        {
            string[] lines = Cell.Source.Split('\n');
            return Error?.Line is { } line && line <= lines.Length ? lines[line - 1].Trim() : null;
        }
    }
}
