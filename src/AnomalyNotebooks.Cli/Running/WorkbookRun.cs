namespace AnomalyNotebooks.Cli.Running;

/// <summary>A run of several notebooks.</summary>
/// <param name="Notebooks">The notebooks that ran, in order.</param>
/// <param name="NotStarted">The notebooks that a failure before them kept from running.</param>
/// <param name="Seconds">Time of the whole run.</param>
internal sealed record WorkbookRun(IReadOnlyList<NotebookRun> Notebooks, IReadOnlyList<NotebookPlan> NotStarted, double Seconds)
{
    /// <summary>Whether a notebook that was left out counts as a failure.</summary>
    public bool IsStrict { get; init; }

    /// <summary>The notebook in which the run failed first; null where none did.</summary>
    public NotebookRun? FirstFailure => Notebooks.FirstOrDefault(run => !run.Succeeded);

    /// <summary>What the program returns for it.</summary>
    public int ExitCode =>
        Notebooks.Any(run => run.Status == CellStatus.Stopped) ? Cli.ExitCode.Stopped
        : Notebooks.Any(run => run.Status == CellStatus.TimedOut) ? Cli.ExitCode.TimedOut
        : Notebooks.Any(run => run.Status == CellStatus.Failed) ? Cli.ExitCode.Failed
        : IsStrict && Notebooks.Any(run => run.SkippedBecause is not null) ? Cli.ExitCode.Failed
        : Cli.ExitCode.Ok;
}
