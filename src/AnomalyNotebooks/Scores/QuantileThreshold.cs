using System.Globalization;
namespace AnomalyNotebooks;

/// <summary>
/// The default threshold: an order statistic of the scores of held-out normals, chosen for a target false-positive rate. No label
/// of an attack enters.
/// </summary>
/// <remarks>
/// With n held-out scores and a target rate a, the value is the k-th smallest, k = ceil((n + 1)(1 - a)). A further normal flow
/// exchangeable with them then exceeds it with probability at most a, for any n and any distribution (split conformal prediction;
/// Vovk, Gammerman and Shafer, 2005). The plain empirical quantile promises this only in the limit.
/// </remarks>
public sealed class QuantileThreshold : Threshold
{
    private QuantileThreshold(double value, double rate, int count)
        : base(value, Text($"the score that {rate:P2} of normal flows exceed, from {count:N0} held-out normals"), rate)
    {
    }

    /// <summary>Finds the threshold.</summary>
    /// <param name="heldOutNormalScores">Scores of normal flows that the detector was not fitted on, in any order.</param>
    /// <param name="falsePositiveRate">The share of normal flows to be flagged, between 0 and 1.</param>
    /// <exception cref="AnomalyException">Too few scores for so low a rate.</exception>
    /// <exception cref="ArgumentException">No scores, a NaN or an infinity, or a rate outside (0, 1).</exception>
    public static QuantileThreshold Fit(ReadOnlySpan<double> heldOutNormalScores, double falsePositiveRate = 0.01)
    {
        ScoreArrays.RequireShare(falsePositiveRate, nameof(falsePositiveRate));
        double[] sorted = ScoreArrays.Sorted(heldOutNormalScores, "held-out normal scores");
        int n = sorted.Length;

        // Counted from above, so that 0.05 * 100 is 5 and not 5.000000000000001: at most `allowed` of n + 1 may exceed.
        int allowed = (int)Math.Floor(((n + 1) * falsePositiveRate) + 1e-9);
        if (allowed < 1)
        {
            throw new AnomalyException(string.Create(CultureInfo.InvariantCulture,
                $"{n:N0} held-out normal scores cannot support a false-positive rate of {falsePositiveRate:G4}: at least "
                    + $"{Math.Ceiling((1 / falsePositiveRate) - 1 - 1e-9):N0} are needed. Hold out more normals, ask for a higher rate, "
                    + $"or extrapolate the tail with ParetoTailThreshold."));
        }

        return new QuantileThreshold(sorted[Math.Max(n - allowed, 0)], falsePositiveRate, n);
    }
}
