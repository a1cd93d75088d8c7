namespace AnomalyNotebooks;

/// <summary>What the values of a column are, and so how they may be treated. Detectors and pipelines read roles, never names.</summary>
public enum ColumnRole
{
    /// <summary>A text from a small set, such as a protocol.</summary>
    Category,

    /// <summary>A whole number of packets or the like: from 0 up, heavy-tailed.</summary>
    Count,

    /// <summary>A number of bytes: from 0 up, heavy-tailed.</summary>
    Size,

    /// <summary>A measured time: from 0 up, heavy-tailed.</summary>
    Duration,

    /// <summary>Something per time: from 0 up, heavy-tailed.</summary>
    Rate,

    /// <summary>0 or 1, or nearly so (a file may hold a few counts all the same).</summary>
    Flag,

    /// <summary>How many of the flows just before have something in common with this one: it knows a flow's neighbours in time.</summary>
    WindowCounter,

    /// <summary>A time to live, or a number that rests on it: it tells machines and routes apart more than what they do.</summary>
    TimeToLive,

    /// <summary>A whole number of few distinct values, which is better told apart than measured.</summary>
    Discrete,

    /// <summary>A number drawn at random by the sender, such as TCP's first sequence number: only its presence means anything.</summary>
    SequenceNumber,

    /// <summary>An address, a port or another name of a machine or flow. A text; shown, and no feature unless the schema says so.</summary>
    Identifier,

    /// <summary>A point in time, in seconds since 1970. No feature unless the schema says so.</summary>
    Timestamp,

    /// <summary>Any other number; it may be negative.</summary>
    Number,
}

/// <summary>One column of a table of flows.</summary>
/// <param name="Name">Its name, by which tables, pipelines and explanations know it.</param>
/// <param name="Role">What its values are.</param>
/// <param name="Unit">Unit, such as <c>bytes</c> or <c>ms</c>; empty where the value has none.</param>
/// <param name="Description">What it means, in one sentence.</param>
public sealed record FlowColumn(string Name, ColumnRole Role, string Unit = "", string Description = "")
{
    /// <summary>Factor that brings the smallest step of the values to 1, where it is smaller: 1e6 for seconds measured to the
    /// microsecond. 1 where no such step is known.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>The smallest value that makes sense when one is made up; real values below it are kept.</summary>
    public double Minimum { get; init; }

    /// <summary>Whether models may read it. Identifiers and timestamps are none unless this says so.</summary>
    public bool IsFeature { get; init; } = Role is not (ColumnRole.Identifier or ColumnRole.Timestamp);

    /// <summary>Other names that files give it; upper or lower case and spaces make no difference.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The texts a category is known to have; a reader warns of others. Empty where any will do.</summary>
    public IReadOnlyCollection<string> KnownValues { get; init; } = [];

    /// <summary>Whether the values are texts: categories and identifiers.</summary>
    public bool IsText => Role is ColumnRole.Category or ColumnRole.Identifier;

    /// <summary>Whether the values are whole numbers.</summary>
    public bool IsWhole => !IsText && Role is not (ColumnRole.Duration or ColumnRole.Rate or ColumnRole.Timestamp or ColumnRole.Number);

    /// <summary>Whether the values are measured and hardly ever repeat exactly.</summary>
    public bool IsMeasured => Role is ColumnRole.Duration or ColumnRole.Rate;
}
