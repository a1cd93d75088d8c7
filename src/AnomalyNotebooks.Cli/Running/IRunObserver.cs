using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>Hears how a run goes on.</summary>
internal interface IRunObserver
{
    /// <summary>A notebook begins.</summary>
    void NotebookStarted(NotebookPlan plan);

    /// <summary>A cell begins.</summary>
    void CellStarted(NotebookPlan plan, NotebookCell cell);

    /// <summary>The running cell printed something.</summary>
    void CellPrinted(NotebookPlan plan, NotebookCell cell, string text);

    /// <summary>A cell has ended.</summary>
    void CellEnded(NotebookPlan plan, CellRun cell);

    /// <summary>A notebook has ended, well or not.</summary>
    void NotebookEnded(NotebookRun run);
}
