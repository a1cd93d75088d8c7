namespace AnomalyNotebooks;

/// <summary>How a detector did on anomalies that need no attack (<see cref="SelectionBenchmark"/>).</summary>
/// <param name="Detector">Its name.</param>
/// <param name="Withheld">AUROC by kind of normal flows that were kept from the fit.</param>
/// <param name="Mixed">AUROC by kind of flows mixed from normal ones.</param>
/// <param name="Seconds">Wall time of fits and scoring.</param>
internal sealed record SelectionResult(
    string Detector, IReadOnlyDictionary<string, double> Withheld, IReadOnlyDictionary<string, double> Mixed, double Seconds)
{
    /// <summary>The share of normals flagged, by which were judged, where a threshold was set for one in a hundred on held-out normals of
    /// the fit's own stretch.</summary>
    public IReadOnlyDictionary<string, double> Flagged { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>What detectors are chosen by: the mean over the withheld kinds.</summary>
    public double Mean => Withheld.Values.Sum() / Withheld.Count;

    /// <summary>The mean over the mixed kinds, for comparison: flows of the sort that swap discriminators train on.</summary>
    public double MixedMean => Mixed.Values.Sum() / Mixed.Count;

    /// <summary>The mean of several seeds' results of one detector.</summary>
    /// <exception cref="ArgumentException">No results.</exception>
    public static SelectionResult Average(IReadOnlyList<SelectionResult> seeds)
    {
        if (seeds.Count == 0) throw new ArgumentException("There is nothing to average.", nameof(seeds));
        Dictionary<string, double> Means(Func<SelectionResult, IReadOnlyDictionary<string, double>> of) =>
            of(seeds[0]).Keys.ToDictionary(kind => kind, kind => seeds.Sum(seed => of(seed)[kind]) / seeds.Count);
        return new SelectionResult(seeds[0].Detector, Means(seed => seed.Withheld), Means(seed => seed.Mixed),
            seeds.Sum(seed => seed.Seconds) / seeds.Count) { Flagged = Means(seed => seed.Flagged) };
    }
}
