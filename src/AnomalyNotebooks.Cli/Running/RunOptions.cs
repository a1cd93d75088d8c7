namespace AnomalyNotebooks.Cli.Running;

/// <summary>How a workbook is run.</summary>
internal sealed record RunOptions
{
    /// <summary>Folder for executed notebooks, report and manifest.</summary>
    public required string Output { get; init; }

    /// <summary>Data file or folder for the notebooks; null leaves the choice to the library.</summary>
    public string? Data { get; init; }

    /// <summary>Longest time a cell may take; null for no limit.</summary>
    public TimeSpan? CellTimeout { get; init; }

    /// <summary>Longest time the whole run may take; null for no limit.</summary>
    public TimeSpan? TotalTimeout { get; init; }

    /// <summary>Memory that the managed heap of a notebook's process may take, in bytes; null for no limit.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Whether to go on with the next cell after one that failed.</summary>
    public bool ContinueOnError { get; init; }

    /// <summary>Whether a notebook that is left out because a package cannot be had counts as a failure.</summary>
    public bool IsStrict { get; init; }

    /// <summary>As many notebooks at the same time as suit this machine: memory and disk bear no more than 4.</summary>
    public static int JobsHere => Math.Min(4, Environment.ProcessorCount);

    /// <summary>Notebooks that may run at the same time, 1 or more.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Characters a cell may print.</summary>
    public int OutputLimit { get; init; } = 200_000;

    /// <summary>Folders with packages to look in besides the configured package sources.</summary>
    public IReadOnlyList<string> PackageFeeds { get; init; } = [];

    /// <summary>The folder that the notebooks' packages are gathered in.</summary>
    public string PackagesFolder => Path.Combine(Output, "notebook-packages");

    /// <summary>The folder that the executed notebooks are saved to.</summary>
    public string NotebooksFolder => Path.Combine(Output, "notebooks");
}
