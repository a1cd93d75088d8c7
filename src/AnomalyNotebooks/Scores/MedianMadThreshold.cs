namespace AnomalyNotebooks;

/// <summary>
/// Median plus a number of robust standard deviations: median + k * 1.4826 * MAD, MAD being the median absolute deviation from
/// the median (Leys and others, 2013). It asks for no false-positive rate: the rate it achieves depends on the tail.
/// </summary>
public sealed class MedianMadThreshold : Threshold
{
    /// <summary>1 / (the 0.75 quantile of the standard normal): makes the MAD of normal data estimate their standard deviation.</summary>
    private const double NormalConsistency = 1.482602218505602;

    private MedianMadThreshold(double value, double k, int count)
        : base(value, Text($"median + {k:G4} robust standard deviations (1.4826 MAD) of {count:N0} normal scores"))
    {
    }

    /// <summary>Finds the threshold.</summary>
    /// <param name="normalScores">Scores of normal flows, best held-out ones.</param>
    /// <param name="deviations">k, how many robust standard deviations above the median; positive.</param>
    /// <exception cref="ArgumentException">No scores, a NaN or an infinity, or k not positive.</exception>
    public static MedianMadThreshold Fit(ReadOnlySpan<double> normalScores, double deviations = 3)
    {
        if (!(deviations > 0)) throw new ArgumentOutOfRangeException(nameof(deviations), deviations, "A positive number is expected.");
        double[] sorted = ScoreArrays.Sorted(normalScores, "normal scores");
        double median = ScoreArrays.Median(sorted);
        for (int i = 0; i < sorted.Length; i++) sorted[i] = Math.Abs(sorted[i] - median);
        Array.Sort(sorted);
        return new MedianMadThreshold(median + (deviations * NormalConsistency * ScoreArrays.Median(sorted)), deviations, sorted.Length);
    }
}
