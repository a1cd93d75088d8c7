using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Verification;

/// <summary>Compares a notebook's run with the outputs that are committed in it.</summary>
internal sealed class NotebookComparison
{
    private readonly List<(OutputKind Kind, Difference? Difference)> compared = [];

    private NotebookComparison(string name) => Name = name;

    /// <summary>The notebook's name.</summary>
    public string Name { get; }

    /// <summary>Why the committed outputs prove nothing: there are none, or they are older than the code; null where they do.</summary>
    public string? Stale { get; private init; }

    /// <summary>Why the notebook was not compared at all: it did not run; null where it was.</summary>
    public string? NotRun { get; private init; }

    /// <summary>What the committed outputs came from and what this run used, where that differs; only what does not depend on data was
    /// compared then.</summary>
    public string? OtherData { get; private init; }

    /// <summary>Cells that differ from run to run by their own tag and were not compared.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Everything that differs.</summary>
    public IEnumerable<Difference> Differences => compared.Select(item => item.Difference).OfType<Difference>();

    /// <summary>Whether nothing moved.</summary>
    public bool Holds => Stale is null && NotRun is null && !Differences.Any();

    /// <summary>Whether there was nothing to compare.</summary>
    public bool IsEmpty => compared.Count == 0;

    /// <summary>Compares a notebook.</summary>
    /// <param name="committed">The notebook as committed.</param>
    /// <param name="now">The notebook after this run, in the form in which it would be committed.</param>
    public static NotebookComparison Of(Notebook committed, Notebook now)
    {
        ExecutionRecord? was = ExecutionRecord.In(committed);
        if (was is null) return new NotebookComparison(now.Name) { Stale = "has no committed outputs; make them: anomaly run --in-place" };

        // Outputs older than the code are compared all the same: that shows what the change of the code did.
        bool isStale = was.Sources != NotebookSources.Sha256(committed);
        string? otherData = was.DifferenceOf(ExecutionRecord.In(now)!);
        var comparison = new NotebookComparison(now.Name)
        {
            OtherData = otherData,
            Stale = isStale ? "its committed outputs are older than its code; make new ones: anomaly run --in-place" : null,
        };
        foreach ((NotebookCell before, NotebookCell after) in committed.CodeCells.Zip(now.CodeCells))
        {
            bool isVolatile = before.HasTag(CellTag.Volatile);
            if (isVolatile) comparison.LeftOut++;
            bool canCompare = !isVolatile && (otherData is null || before.HasTag(CellTag.AnyData));
            comparison.compared.AddRange((canCompare ? CellComparison.Of(before, after) : CellComparison.OfPictures(before)).Compared);
        }

        return comparison;
    }

    /// <summary>A notebook that did not run.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="why">Why.</param>
    public static NotebookComparison None(string name, string why) => new(name) { NotRun = why };

    /// <summary>How many outputs of a kind were compared, and how many agree.</summary>
    public (int Agree, int Total) Count(OutputKind kind)
    {
        (OutputKind Kind, Difference? Difference)[] ofKind = [.. compared.Where(item => item.Kind == kind)];
        return (ofKind.Count(item => item.Difference is null), ofKind.Length);
    }
}
