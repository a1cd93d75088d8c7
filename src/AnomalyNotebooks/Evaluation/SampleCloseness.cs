namespace AnomalyNotebooks;

/// <summary>
/// How close one table of flows comes to another in its statistics: the distribution of each feature by attack category, the joint
/// frequencies of the texts, the correlations, repeated rows, and what simple detectors reach on each. Made to say how far
/// the synthetic sample may be trusted; two halves of the real data, compared likewise, are the yardstick.
/// </summary>
internal sealed class SampleCloseness
{
    private SampleCloseness(
        IReadOnlyList<CategoryCloseness> categories,
        (double Mean, double Largest) pearson,
        (double Mean, double Largest) spearman,
        (double Real, double Other) repeats,
        IReadOnlyList<DetectorCloseness> detectors)
    {
        Categories = categories;
        Pearson = pearson;
        Spearman = spearman;
        RepeatedShare = repeats;
        Detectors = detectors;
    }

    /// <summary>The comparison by attack category.</summary>
    public IReadOnlyList<CategoryCloseness> Categories { get; }

    /// <summary>Mean and largest absolute difference between the Pearson correlations of two numeric features.</summary>
    public (double Mean, double Largest) Pearson { get; }

    /// <summary>Mean and largest absolute difference between the Spearman correlations of two numeric features.</summary>
    public (double Mean, double Largest) Spearman { get; }

    /// <summary>The share of rows that repeat another, in either table.</summary>
    public (double Real, double Other) RepeatedShare { get; }

    /// <summary>What detectors reach when fitted and judged on either table.</summary>
    public IReadOnlyList<DetectorCloseness> Detectors { get; }

    /// <summary>Compares two tables.</summary>
    /// <param name="real">What is to be come close to.</param>
    /// <param name="other">What is measured against it; best with as many flows.</param>
    /// <param name="seed">Fixes the splits and the detectors.</param>
    /// <param name="cancellation">Stops the comparison.</param>
    public static SampleCloseness Compare(FlowTable real, FlowTable other, ulong seed, CancellationToken cancellation = default)
    {
        CategoryCloseness[] categories = [.. real.AttackCategory.Values
            .Where(category => real.RowsOf(category).Length > 0 && other.RowsOf(category).Length > 0)
            .Select(category => CategoryCloseness.Compare(category, real.Take(real.RowsOf(category)), other.Take(other.RowsOf(category))))];
        return new SampleCloseness(
            categories,
            Difference(CorrelationMatrix.Pearson(real, FlowSchema.UnswNb15.NumericFeatures),
                CorrelationMatrix.Pearson(other, FlowSchema.UnswNb15.NumericFeatures)),
            Difference(CorrelationMatrix.Spearman(real, FlowSchema.UnswNb15.NumericFeatures),
                CorrelationMatrix.Spearman(other, FlowSchema.UnswNb15.NumericFeatures)),
            ((double)DuplicateFlows.Count(real).Repeats / real.Count, (double)DuplicateFlows.Count(other).Repeats / other.Count),
            [.. SimpleDetectors().Select(detector => DetectorCloseness.Compare(detector, real, other, seed, cancellation))]);
    }

    // Three that see different things: single features, linear relations, neighbourhoods.
    private static IEnumerable<IDetector> SimpleDetectors() =>
    [
        new IsolationForest(),
        new PcaDetector(),
        new NearestNeighbours(),
    ];

    private static (double Mean, double Largest) Difference(CorrelationMatrix a, CorrelationMatrix b)
    {
        double sum = 0, largest = 0;
        int pairs = 0;
        for (int i = 0; i < a.Names.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double difference = Math.Abs(a[i, j] - b[i, j]);
                if (double.IsNaN(difference)) continue; // a feature without variance in one of the tables
                sum += difference;
                largest = Math.Max(largest, difference);
                pairs++;
            }
        }

        return (sum / Math.Max(1, pairs), largest);
    }
}
