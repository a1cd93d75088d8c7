namespace AnomalyNotebooks;

/// <summary>
/// A threshold that is renewed while flows pass: each block of normal flows meets the quantile of the scores of the normals
/// just before it. What a false-positive rate asked for comes to when somebody keeps the threshold up to date.
/// </summary>
public static class ThresholdRenewal
{
    /// <summary>The share of normals flagged.</summary>
    /// <param name="calibrationScores">Scores of held-out normals from before the first flow; as many recent normals set every later threshold.</param>
    /// <param name="normalScores">Scores of normals in the order in which they pass.</param>
    /// <param name="falsePositiveRate">The rate asked for, in (0, 1).</param>
    /// <param name="every">Normal flows between two renewals, 1 or more.</param>
    public static double AchievedFalsePositiveRate(
        ReadOnlySpan<double> calibrationScores, ReadOnlySpan<double> normalScores, double falsePositiveRate, int every = 50)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        double[] passed = [.. calibrationScores, .. normalScores];
        int flagged = 0;
        for (int from = 0; from < normalScores.Length; from += every)
        {
            QuantileThreshold threshold = QuantileThreshold.Fit(passed.AsSpan(from, calibrationScores.Length), falsePositiveRate);
            foreach (double score in normalScores[from..Math.Min(from + every, normalScores.Length)])
                if (threshold.IsAnomaly(score)) flagged++;
        }

        return (double)flagged / normalScores.Length;
    }
}
