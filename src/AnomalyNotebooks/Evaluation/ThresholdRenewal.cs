namespace AnomalyNotebooks;

/// <summary>
/// A threshold that is renewed while flows pass: each block of normal flows meets the quantile of the scores of the normals
/// just before it. What a false-positive rate asked for comes to when somebody keeps the threshold up to date.
/// </summary>
/// <remarks>
/// Where scores climb, recent normals are always a little behind. So the rate of the quantile is corrected by what was flagged: too
/// many false alarms in a block lower it for the next, too few raise it (adaptive conformal inference: Gibbs and Candès, 2021).
/// </remarks>
public static class ThresholdRenewal
{
    /// <summary>How far the rate moves for each false alarm above or below what was asked for.</summary>
    public const double Step = 0.0002;

    private const double HighestRate = 0.5;

    /// <summary>The share of normals flagged.</summary>
    /// <param name="calibrationScores">Scores of held-out normals from before the first flow; as many recent normals set every later
    /// threshold.</param>
    /// <param name="normalScores">Scores of normals in the order in which they pass.</param>
    /// <param name="falsePositiveRate">The rate asked for, in (0, 1).</param>
    /// <param name="every">Normal flows between two renewals, 1 or more.</param>
    /// <param name="step">How far the rate moves for each false alarm above or below what was asked for, 0 or more; 0 never corrects
    /// it.</param>
    public static double AchievedFalsePositiveRate(
        ReadOnlySpan<double> calibrationScores, ReadOnlySpan<double> normalScores, double falsePositiveRate, int every = 50,
        double step = Step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        if (!(step >= 0 && double.IsFinite(step)))
            throw new ArgumentOutOfRangeException(nameof(step), step, "The step must be a finite number of 0 or more.");
        double[] passed = [.. calibrationScores, .. normalScores];
        double lowest = Math.Min(falsePositiveRate, 1.0 / (calibrationScores.Length + 1)), rate = falsePositiveRate;
        int flagged = 0;
        for (int from = 0; from < normalScores.Length; from += every)
        {
            QuantileThreshold threshold = QuantileThreshold.Fit(passed.AsSpan(from, calibrationScores.Length),
                Math.Clamp(rate, lowest, Math.Max(falsePositiveRate, HighestRate)));
            int count = Math.Min(every, normalScores.Length - from), inBlock = Above(threshold, normalScores.Slice(from, count));
            flagged += inBlock;
            rate += step * ((falsePositiveRate * count) - inBlock);
        }

        return (double)flagged / normalScores.Length;
    }

    /// <summary>How a threshold ages: its false alarms block by block, beside those of one that is renewed for each block.</summary>
    /// <param name="calibrationScores">Scores of held-out normals from before the first flow.</param>
    /// <param name="normalScores">Scores of normals in the order in which they pass.</param>
    /// <param name="falsePositiveRate">The rate asked for, in (0, 1).</param>
    /// <param name="flowsPerBlock">Normal flows in a block, 1 or more; the last may have fewer.</param>
    /// <returns>Of each block its first normal flow, counted from 0 where the threshold was set, and its number of flows; the shares, 0
    /// to 1, above the threshold that was set once and above the renewed one.</returns>
    /// <exception cref="AnomalyException">Too few calibration scores for so low a rate.</exception>
    public static IReadOnlyList<(int First, int Count, double Fixed, double Renewed)> Along(
        ReadOnlySpan<double> calibrationScores, ReadOnlySpan<double> normalScores, double falsePositiveRate, int flowsPerBlock = 500)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(flowsPerBlock, 1);
        QuantileThreshold setOnce = QuantileThreshold.Fit(calibrationScores, falsePositiveRate);
        double[] passed = [.. calibrationScores, .. normalScores];
        var blocks = new List<(int, int, double, double)>();
        for (int first = 0; first < normalScores.Length; first += flowsPerBlock)
        {
            ReadOnlySpan<double> block = normalScores[first..Math.Min(first + flowsPerBlock, normalScores.Length)];
            QuantileThreshold renewed = QuantileThreshold.Fit(passed.AsSpan(first, calibrationScores.Length), falsePositiveRate);
            double count = block.Length;
            blocks.Add((first, block.Length, Above(setOnce, block) / count, Above(renewed, block) / count));
        }

        return blocks;
    }

    private static int Above(Threshold threshold, ReadOnlySpan<double> scores)
    {
        int above = 0;
        foreach (double score in scores)
            if (threshold.IsAnomaly(score)) above++;
        return above;
    }
}
