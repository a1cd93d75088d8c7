namespace AnomalyNotebooks;

/// <summary>How far a column has moved between two tables of normal flows.</summary>
/// <param name="Column">The column, or <c>score</c>.</param>
/// <param name="Stability">Population stability index; by custom below 0.1 is little, above 0.25 much.</param>
/// <param name="KolmogorovSmirnov">Largest difference of the distribution functions, 0 to 1; NaN for texts.</param>
/// <param name="Before">The median before, or the most frequent text.</param>
/// <param name="After">The median after, or the most frequent text.</param>
internal sealed record ColumnDrift(string Column, double Stability, double KolmogorovSmirnov, string Before, string After);

/// <summary>What has changed in normal traffic since a detector was fitted, and whether its threshold still holds.</summary>
internal sealed class FlowDrift
{
    private FlowDrift(ColumnDrift score, IReadOnlyList<ColumnDrift> columns, double? asked, double before, double after, int count) =>
        (Score, Columns, AskedRate, RateBefore, RateAfter, Count) = (score, columns, asked, before, after, count);

    /// <summary>How far the scores have moved.</summary>
    public ColumnDrift Score { get; }

    /// <summary>How far each column has moved, the farthest first.</summary>
    public IReadOnlyList<ColumnDrift> Columns { get; }

    /// <summary>The false-positive rate that the threshold was chosen for; null if none.</summary>
    public double? AskedRate { get; }

    /// <summary>The share of the old normals that raise an alarm.</summary>
    public double RateBefore { get; }

    /// <summary>The share of the new normals that raise an alarm.</summary>
    public double RateAfter { get; }

    /// <summary>Number of new normals.</summary>
    public int Count { get; }

    /// <summary>The 95 % interval (Wilson, 1927) of the rate on new normals.</summary>
    public (double Low, double High) Interval
    {
        get
        {
            const double z = 1.959963984540054;
            double shrink = 1 + (z * z / Count), centre = (RateAfter + (z * z / (2 * Count))) / shrink;
            double half = z / shrink * Math.Sqrt((RateAfter * (1 - RateAfter) / Count) + (z * z / (4.0 * Count * Count)));
            return (Math.Max(0, centre - half), Math.Min(1, centre + half));
        }
    }

    /// <summary>New normals of contexts that the fit never met, beside the share of such among the old; null where the detector knows no
    /// contexts.</summary>
    public UnseenContexts? Unseen { get; private init; }

    /// <summary>Whether the threshold still keeps the rate it was chosen for: false where the interval lies above it.</summary>
    public bool KeepsRate => AskedRate is not { } asked || Interval.Low <= asked;

    /// <summary>Compares two tables of normal flows.</summary>
    /// <param name="bundle">The detector in use.</param>
    /// <param name="before">Normal flows of the time it was fitted; best not those that it was fitted on.</param>
    /// <param name="after">Normal flows of now.</param>
    /// <param name="cancellation">Stops the scoring.</param>
    /// <exception cref="AnomalyException">A column that the detector needs is missing.</exception>
    public static FlowDrift Between(DetectorBundle bundle, NormalFlows before, NormalFlows after, CancellationToken cancellation = default)
    {
        double[] old = bundle.Score(before.Table, cancellation), now = bundle.Score(after.Table, cancellation);
        double Rate(double[] scores) => (double)scores.Count(bundle.Threshold.IsAnomaly) / scores.Length;
        return new FlowDrift(
            Of("score", old, now),
            [.. bundle.Schema.FeatureNames.Select(name => Of(name, before.Table, after.Table)).OrderByDescending(column =>
                column.Stability)],
            bundle.Threshold.TargetFalsePositiveRate, Rate(old), Rate(now), now.Length)
        {
            Unseen = bundle.Unseen(after.Table) is { } unseen ? unseen with { Before = bundle.Unseen(before.Table)!.Value.Share } : null,
        };
    }

    private static ColumnDrift Of(string name, FlowTable before, FlowTable after) => before.HasCategory(name)
        ? new ColumnDrift(name, DistributionShift.PopulationStability(before.Category(name), after.Category(name)), double.NaN,
            MostFrequent(before.Category(name)), MostFrequent(after.Category(name)))
        : Of(name, before.Number(name), after.Number(name));

    private static ColumnDrift Of(string name, double[] before, double[] after) => new(
        name, DistributionShift.PopulationStability(before, after), DistributionShift.KolmogorovSmirnov(before, after), Median(before),
        Median(after));

    private static string MostFrequent(CategoryColumn column) =>
        column.Values[column.Codes.CountBy(code => code).MaxBy(entry => (entry.Value, -entry.Key)).Key] is { Length: > 0 } text
            ? text : FlowExplanation.Missing;

    private static string Median(double[] values)
    {
        double[] known = Array.FindAll(values, value => !double.IsNaN(value));
        Array.Sort(known);
        return known.Length == 0 ? FlowExplanation.Missing
            : ScoreArrays.Median(known).ToString("G6", System.Globalization.CultureInfo.InvariantCulture);
    }
}
