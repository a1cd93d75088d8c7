using System.Globalization;
using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>Progress as plain lines, for logs and pipes: one per cell that took a while, one per notebook.</summary>
/// <param name="log">Where to write them.</param>
/// <param name="namesCells">Whether a cell's line names its notebook, as where several run at the same time.</param>
internal sealed class LogObserver(TextWriter log, bool namesCells = false) : IRunObserver
{
    private static readonly TimeSpan WorthALine = TimeSpan.FromSeconds(2);

    public void NotebookStarted(NotebookPlan plan) => log.WriteLine($"{plan.Notebook.Name}: {plan.Cells.Count} cells");

    public void CellStarted(NotebookPlan plan, NotebookCell cell)
    {
        // A line per cell, written when it ends, says more than two.
    }

    public void CellPrinted(NotebookPlan plan, NotebookCell cell, string text)
    {
        // What cells print belongs into the notebook, not into the log.
    }

    public void CellEnded(NotebookPlan plan, CellRun cell)
    {
        if (cell.Status == CellStatus.Passed && cell.Seconds < WorthALine.TotalSeconds) return;
        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {(namesCells ? plan.Notebook.Name + ", " : "")}cell "
            + $"{cell.Cell.CodeNumber}/{plan.Cells.Count}: {CellStatusText.Of(cell.Status)}, {cell.Seconds:0.0} s"));
    }

    public void NotebookEnded(NotebookRun run) =>
        log.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{run.Notebook.Name}: {CellStatusText.Of(run.Status)}"
            + $"{(run.SkippedBecause is { } reason ? $", {reason}" : $", {run.Seconds:0.0} s")}"));
}
