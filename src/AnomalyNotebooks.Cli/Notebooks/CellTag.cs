namespace AnomalyNotebooks.Cli.Notebooks;

/// <summary>The tags that mean something to the runner, the report and the slides.</summary>
internal static class CellTag
{
    /// <summary>The cell declares the notebook's parameters.</summary>
    public const string Parameters = "parameters";

    /// <summary>The cell is expected to fail: its error is shown and the run goes on.</summary>
    public const string RaisesException = "raises-exception";

    /// <summary>The cell is not executed.</summary>
    public const string SkipExecution = "skip-execution";

    /// <summary>The report folds the cell's code away.</summary>
    public const string HideInput = "hide-input";

    /// <summary>The cell's output says nothing about the data: verify compares it on any data file.</summary>
    public const string AnyData = "any-data";

    /// <summary>The cell's output differs from run to run (times, say): verify does not compare it.</summary>
    public const string Volatile = "volatile";

    /// <summary>The cell measures how long something takes: no other notebook runs while its notebook does.</summary>
    public const string Timed = "timed";

    /// <summary>The cell starts a slide of its own.</summary>
    public const string Slide = "slide";

    /// <summary>The cell appears on the slide of the cell before it, on the next key.</summary>
    public const string Fragment = "fragment";

    /// <summary>The slide shows the cell's code too.</summary>
    public const string ShowInput = "show-input";

    /// <summary>The cell is no part of the slides.</summary>
    public const string SkipSlide = "skip-slide";

    /// <summary>The tags that say how a cell is shown, compared or scheduled and change nothing about its outputs.</summary>
    public static IReadOnlyList<string> Presentation { get; } = [HideInput, AnyData, Timed, Slide, Fragment, ShowInput, SkipSlide];
}
