namespace AnomalyNotebooks;

/// <summary>
/// Judges detectors using normal flows only, to choose among them: how well do they tell normal flows from flows that are anomalous by
/// construction? Some of these are real flows of kinds that were kept from the fit: <c>new kinds</c>, contexts (protocol, service, state
/// and TTLs) that the detector has never seen, and <c>new sizes</c>, sizes it has never seen in their context. Others are mixed from
/// normal flows (<see cref="ArtificialAnomalies"/>).
/// </summary>
/// <remarks>
/// Everything is done twice: judged by normals dealt out at random, and by those of another block than the detector was fitted on, each of
/// four contiguous blocks in turn (<c>other block</c>): does it travel? What is chosen by is the mean over the withheld kinds of both: swap
/// discriminators are trained on mixed flows, and would be judged by their own exercises. It takes <see cref="NormalFlows"/>, which cannot
/// hold an attack.
/// </remarks>
internal sealed class SelectionBenchmark
{
    private readonly SelectionArrangement shuffled;
    private readonly SelectionArrangement[] blocks;

    /// <summary>Parts normals into those to fit on, to calibrate on and to judge by, and makes the anomalies.</summary>
    /// <param name="normals">Normal flows, in the order of the file.</param>
    /// <param name="seed">Fixes every choice.</param>
    public SelectionBenchmark(NormalFlows normals, ulong seed)
    {
        shuffled = new SelectionArrangement(normals, seed);
        blocks = [.. Enumerable.Range(0, SelectionArrangement.Blocks).Select(block => new SelectionArrangement(normals, seed, block))];
    }

    /// <summary>The kinds of anomalies and what they are, as made for the normals dealt out at random.</summary>
    public IReadOnlyList<ArtificialAnomalies> Anomalies => shuffled.Anomalies;

    /// <summary>Fits a detector in every arrangement and judges it by every kind of anomaly.</summary>
    public SelectionResult Run(IDetector detector, CancellationToken cancellation = default)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Dictionary<string, double> withheld = [], mixed = [];
        (IReadOnlyList<(ArtificialAnomalies Kind, double Auroc)> kinds, double flagged) = shuffled.Run(detector, cancellation);
        (IReadOnlyList<(ArtificialAnomalies Kind, double Auroc)> Kinds, double Flagged)[] elsewhere =
            [.. blocks.Select(block => block.Run(detector, cancellation))];
        for (int k = 0; k < kinds.Count; k++) (kinds[k].Kind.IsWithheld ? withheld : mixed)[kinds[k].Kind.Kind] = kinds[k].Auroc;
        for (int k = 0; k < kinds.Count; k++)
            (kinds[k].Kind.IsWithheld ? withheld : mixed)[kinds[k].Kind.Kind + ", other block"] =
                elsewhere.Sum(block => block.Kinds[k].Auroc) / elsewhere.Length;
        return new SelectionResult(detector.Name, withheld, mixed, watch.Elapsed.TotalSeconds)
        {
            Flagged = new Dictionary<string, double>(StringComparer.Ordinal)
            {
                ["at random"] = flagged,
                ["other block"] = elsewhere.Sum(block => block.Flagged) / elsewhere.Length,
                ["worst block"] = elsewhere.Max(block => block.Flagged),
            },
        };
    }
}
