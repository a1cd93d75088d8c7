using System.Globalization;
namespace AnomalyNotebooks;

/// <summary>
/// Peaks over threshold: a generalised Pareto distribution is fitted to the upper tail of held-out normal scores, and the score
/// that a wanted share of normals exceeds is read off it, beyond the largest score seen too (Siffer, Fouque, Termier and
/// Largouet, 2017). No label of an attack enters.
/// </summary>
/// <remarks>The tail is fitted by <see cref="GeneralizedPareto.Fit"/> (Zhang and Stephens, 2009) where the original uses Grimshaw's
/// search.</remarks>
public sealed class ParetoTailThreshold : Threshold
{
    private ParetoTailThreshold(double value, double rate, GeneralizedPareto tail, double tailStart, int excesses, int count)
        : base(value, string.Create(CultureInfo.InvariantCulture,
            $"the score that {rate:P3} of normal flows exceed by a generalised Pareto tail (shape {tail.Shape:F3}) of the "
            + $"top {excesses:N0} of {count:N0} held-out normals"), rate)
    {
        Tail = tail;
        TailStart = tailStart;
        Excesses = excesses;
    }

    /// <summary>The fitted tail, of excesses over <see cref="TailStart"/>.</summary>
    internal GeneralizedPareto Tail { get; }

    /// <summary>The score at which the tail begins.</summary>
    public double TailStart { get; }

    /// <summary>How many held-out scores lie in the tail.</summary>
    public int Excesses { get; }

    /// <summary>Fits the tail and finds the threshold.</summary>
    /// <param name="heldOutNormalScores">Scores of normal flows that the detector was not fitted on, in any order.</param>
    /// <param name="falsePositiveRate">The share of normal flows to be flagged; below <paramref name="tailShare"/>.</param>
    /// <param name="tailShare">The share of the scores that makes the tail.</param>
    /// <exception cref="AnomalyException">Too few scores in the tail, or too many equal ones.</exception>
    /// <exception cref="ArgumentException">A NaN or an infinity, or shares that do not fit.</exception>
    public static ParetoTailThreshold Fit(ReadOnlySpan<double> heldOutNormalScores, double falsePositiveRate = 0.01, double tailShare = 0.1)
    {
        ScoreArrays.RequireShare(falsePositiveRate, nameof(falsePositiveRate));
        ScoreArrays.RequireShare(tailShare, nameof(tailShare));
        double[] sorted = ScoreArrays.Sorted(heldOutNormalScores, "held-out normal scores");
        int n = sorted.Length, wanted = (int)(n * tailShare);
        double start = sorted[Math.Max(n - 1 - wanted, 0)];
        int first = ScoreArrays.CountAtMost(sorted, start), excesses = n - first; // ties with the start are not in the tail
        if (excesses < 10)
            throw new AnomalyException(string.Create(CultureInfo.InvariantCulture,
                $"Only {excesses} of {n:N0} held-out normal scores lie above the start of the tail; at least "
                + $"10 are needed. Hold out more normals, or widen tailShare (now {tailShare:G4})."));
        double tailProbability = falsePositiveRate * n / excesses;
        if (tailProbability >= 1)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"A false-positive rate of {falsePositiveRate:G4} does not lie in the tail, which holds "
                + $"{(double)excesses / n:G4} of the scores. Widen tailShare, or use QuantileThreshold."), nameof(falsePositiveRate));

        var tail = new double[excesses];
        for (int i = 0; i < excesses; i++) tail[i] = sorted[first + i] - start;
        GeneralizedPareto pareto = GeneralizedPareto.Fit(tail);
        return new ParetoTailThreshold(start + pareto.Exceeded(tailProbability), falsePositiveRate, pareto, start, excesses, n);
    }
}
