namespace AnomalyNotebooks;

/// <summary>How a detector did on anomalies made of normals.</summary>
/// <param name="Detector">Its name.</param>
/// <param name="Auroc">AUROC by kind of anomaly.</param>
/// <param name="Seconds">Wall time of fit and scoring.</param>
public sealed record SelectionResult(string Detector, IReadOnlyDictionary<string, double> Auroc, double Seconds)
{
    /// <summary>What detectors are chosen by: the mean over the kinds.</summary>
    public double Mean => Auroc.Values.Sum() / Auroc.Count;
}
