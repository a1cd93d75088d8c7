namespace AnomalyNotebooks;

/// <summary>
/// Judges detectors without an attack, to choose among them: how well do they tell normal flows from flows that are anomalous by
/// construction? Some of these are real flows of kinds that were kept from the fit: <c>new kinds</c>, combinations of protocol,
/// service, state and TTLs that the detector has never seen, and <c>new sizes</c>, sizes it has never seen in their context.
/// Others are mixed from normal flows (<see cref="ArtificialAnomalies"/>).
/// </summary>
/// <remarks>
/// Everything is done twice: with the normals dealt out at random, and in their order, judged by the last (<c>later</c>). What is
/// chosen by is the mean over the withheld kinds of both: swap discriminators are trained on mixed flows, and would be judged by
/// their own exercises. It takes <see cref="NormalFlows"/>, which cannot hold an attack.
/// </remarks>
internal sealed class SelectionBenchmark
{
    private readonly SelectionArrangement shuffled, inOrder;

    /// <summary>Parts normals into those to fit on, to calibrate on and to judge by, and makes the anomalies.</summary>
    /// <param name="normals">Normal flows, in the order of the file.</param>
    /// <param name="seed">Fixes every choice.</param>
    public SelectionBenchmark(NormalFlows normals, ulong seed)
    {
        shuffled = new SelectionArrangement(normals, seed, inOrder: false);
        inOrder = new SelectionArrangement(normals, seed, inOrder: true);
    }

    /// <summary>The kinds of anomalies and what they are, as made for the normals dealt out at random.</summary>
    public IReadOnlyList<ArtificialAnomalies> Anomalies => shuffled.Anomalies;

    /// <summary>Fits a detector in both arrangements and judges it by every kind of anomaly.</summary>
    public SelectionResult Run(IDetector detector, CancellationToken cancellation = default)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Dictionary<string, double> withheld = [], mixed = [];
        foreach ((SelectionArrangement arrangement, string suffix) in new[] { (shuffled, ""), (inOrder, ", later") })
            foreach ((ArtificialAnomalies kind, double auroc) in arrangement.Run(detector, cancellation))
                (kind.IsWithheld ? withheld : mixed)[kind.Kind + suffix] = auroc;
        return new SelectionResult(detector.Name, withheld, mixed, watch.Elapsed.TotalSeconds);
    }
}
