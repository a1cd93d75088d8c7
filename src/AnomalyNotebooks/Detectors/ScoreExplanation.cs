namespace AnomalyNotebooks;

/// <summary>Which features made the scores of some rows, and what the detector would have expected instead.</summary>
public sealed class ScoreExplanation
{
    private readonly FeatureMatrix flows;

    internal ScoreExplanation(FeatureMatrix flows, FeatureMatrix contributions, FeatureMatrix expected, string meaning)
    {
        this.flows = flows;
        Contributions = contributions;
        Expected = expected;
        Meaning = meaning;
    }

    /// <summary>Rows by features: how much each feature adds to the row's score. Negative where it makes the row more normal.</summary>
    public FeatureMatrix Contributions { get; }

    /// <summary>Rows by features: the value that the detector would have expected, in the features' own unit.</summary>
    public FeatureMatrix Expected { get; }

    /// <summary>What a contribution is, in one sentence.</summary>
    public string Meaning { get; }

    /// <summary>The features that added most to the score of row <paramref name="row"/>, largest first; of equal ones the first column.</summary>
    public IReadOnlyList<FeatureContribution> Top(int row, int count = 5) =>
        [.. Ranked(row).Take(count).Select(c => new FeatureContribution(flows.Names[c], flows[row, c], Expected[row, c], Contributions[row, c]))];

    /// <summary>All columns, by contribution to the row's score, largest first.</summary>
    internal int[] Ranked(int row)
    {
        int[] order = [.. Enumerable.Range(0, flows.Columns)];
        Array.Sort(order, (a, b) => Contributions[row, a] != Contributions[row, b]
            ? Contributions[row, b].CompareTo(Contributions[row, a])
            : a.CompareTo(b));
        return order;
    }
}
