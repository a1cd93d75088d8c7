using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Packages;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>A notebook as far as it has run.</summary>
/// <param name="plan">What was to run.</param>
internal sealed class NotebookRun(NotebookPlan plan)
{
    private readonly List<CellRun> cells = [];

    /// <summary>What was to run.</summary>
    public NotebookPlan Plan { get; } = plan;

    /// <summary>The notebook with the outputs of this run.</summary>
    public Notebook Notebook => Plan.Notebook;

    /// <summary>The cells run so far.</summary>
    public IReadOnlyList<CellRun> Cells => cells;

    /// <summary>Time from the first cell's start to the last one's end.</summary>
    public double Seconds { get; set; }

    /// <summary>Why the whole notebook was left out; null where it was not.</summary>
    public string? SkippedBecause { get; set; }

    /// <summary>The packages that the notebook asked for and got.</summary>
    public RestoredPackages Packages { get; set; } = RestoredPackages.None;

    /// <summary>What its process used; null where that had gone before it could be asked.</summary>
    public ProcessUsage? Usage { get; set; }

    /// <summary>The file the outputs were saved to; null before the first save.</summary>
    public string? SavedTo { get; set; }

    /// <summary>Whether the place to save to could not be written, and the outputs lie elsewhere.</summary>
    public bool WasRescued { get; set; }

    /// <summary>The worst that happened to a cell.</summary>
    public CellStatus Status =>
        cells.Exists(cell => cell.Status == CellStatus.Stopped) ? CellStatus.Stopped
        : cells.Exists(cell => cell.Status == CellStatus.TimedOut) ? CellStatus.TimedOut
        : cells.Exists(cell => cell.Status == CellStatus.Failed) ? CellStatus.Failed
        : SkippedBecause is not null ? CellStatus.Skipped
        : CellStatus.Passed;

    /// <summary>Whether every cell was run or skipped on purpose, and none failed.</summary>
    public bool Succeeded => Status is CellStatus.Passed or CellStatus.Skipped;

    /// <summary>What the notebook recorded as results.</summary>
    public IReadOnlyList<RecordedResult> Results => [.. cells.SelectMany(cell => RecordedResult.In(cell.Cell.Outputs))];

    /// <summary>Adds a cell that has ended.</summary>
    public void Add(CellRun cell) => cells.Add(cell);
}
