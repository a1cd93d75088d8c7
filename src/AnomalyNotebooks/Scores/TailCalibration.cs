namespace AnomalyNotebooks;

/// <summary>
/// Puts the scores of different detectors on one scale: -log p, p being the share of held-out normals that score at least as high.
/// 0 is as normal as can be, log 100 = 4.6 is what one normal flow in a hundred reaches. Order is kept. Immutable.
/// </summary>
/// <remarks>
/// With n held-out scores, the one with r - 1 of them above has p = r / (n + 1). Between them -log p is interpolated linearly. Beyond
/// the largest it grows by log(1 + excess / spread), spread being the distance from the median to the largest: unbounded, so that
/// strong anomalies still rank, but slowly, so that no detector dominates the others. Below the smallest it is 0.
/// </remarks>
internal sealed class TailCalibration
{
    private readonly double[] knots;    // distinct held-out scores, ascending
    private readonly double[] surprise; // -log p at each
    private readonly double spread;

    internal TailCalibration(double[] knots, double[] surprise, double spread, int count)
    {
        this.knots = knots;
        this.surprise = surprise;
        this.spread = spread;
        Count = count;
    }

    /// <summary>Distinct held-out scores, ascending, the -log p at each, and the spread beyond the largest: all of its state.</summary>
    internal (double[] Knots, double[] Surprise, double Spread) State => (knots, surprise, spread);

    /// <summary>Number of held-out scores it was fitted on.</summary>
    public int Count { get; }

    /// <summary>Learns the scale.</summary>
    /// <param name="heldOutNormalScores">Scores of normal flows that the detector was not fitted on, in any order.</param>
    /// <exception cref="ArgumentException">No scores, a NaN or an infinity.</exception>
    public static TailCalibration Fit(ReadOnlySpan<double> heldOutNormalScores)
    {
        double[] sorted = ScoreArrays.Sorted(heldOutNormalScores, "held-out normal scores");
        int n = sorted.Length;
        var distinct = new List<double>();
        var minusLog = new List<double>();
        for (int i = 0; i < n; i++)
        {
            if (i > 0 && sorted[i] == sorted[i - 1]) continue; // of equal scores the first counts: all of them are at least as high
            distinct.Add(sorted[i]);
            minusLog.Add(PortableMath.Log((n + 1.0) / (n - i)));
        }

        double reach = sorted[^1] - ScoreArrays.Median(sorted);
        if (reach == 0) reach = Math.Max(Math.Abs(sorted[^1]), 1); // more than half are equal to the largest
        return new TailCalibration([.. distinct], [.. minusLog], reach, n);
    }

    /// <summary>-log p of one score, natural logarithm.</summary>
    public double Transform(double score)
    {
        if (double.IsNaN(score)) throw new ArgumentException("A score that is not a number has no tail probability.", nameof(score));
        int above = ScoreArrays.CountAtMost(knots, score);
        if (above == 0) return 0;
        if (above == knots.Length) return surprise[^1] + PortableMath.Log1p((score - knots[^1]) / spread);
        double share = (score - knots[above - 1]) / (knots[above] - knots[above - 1]);
        return surprise[above - 1] + (share * (surprise[above] - surprise[above - 1]));
    }

    /// <summary>-log p of each score.</summary>
    public double[] Transform(ReadOnlySpan<double> scores)
    {
        var transformed = new double[scores.Length];
        for (int i = 0; i < transformed.Length; i++) transformed[i] = Transform(scores[i]);
        return transformed;
    }
}
