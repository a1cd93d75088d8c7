namespace AnomalyNotebooks;

/// <summary>How a detector did on anomalies that need no attack (<see cref="SelectionBenchmark"/>).</summary>
/// <param name="Detector">Its name.</param>
/// <param name="Withheld">AUROC by kind of normal flows that were kept from the fit.</param>
/// <param name="Mixed">AUROC by kind of flows mixed from normal ones.</param>
/// <param name="Seconds">Wall time of fits and scoring.</param>
public sealed record SelectionResult(
    string Detector, IReadOnlyDictionary<string, double> Withheld, IReadOnlyDictionary<string, double> Mixed, double Seconds)
{
    /// <summary>What detectors are chosen by: the mean over the withheld kinds.</summary>
    public double Mean => Withheld.Values.Sum() / Withheld.Count;
}
