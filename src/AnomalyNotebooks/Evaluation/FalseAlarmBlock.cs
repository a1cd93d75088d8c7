namespace AnomalyNotebooks;

/// <summary>Some normal flows that pass one after the other, and the share of them that raises an alarm.</summary>
/// <param name="First">The block's first normal flow, counted from 0 where the threshold was set.</param>
/// <param name="Count">Number of flows in the block.</param>
/// <param name="Fixed">The share above a threshold that was set once, before the first block; 0 to 1.</param>
/// <param name="Renewed">The share above a threshold that is set anew from the normals just before the block, for the rate asked for; 0 to
/// 1.</param>
public sealed record FalseAlarmBlock(int First, int Count, double Fixed, double Renewed)
{
    /// <summary>How a threshold ages: its false alarms block by block, beside those of one that is kept up to date
    /// (<see cref="ThresholdRenewal"/>).</summary>
    /// <param name="calibrationScores">Scores of held-out normals from before the first flow.</param>
    /// <param name="normalScores">Scores of normals in the order in which they pass.</param>
    /// <param name="falsePositiveRate">The rate asked for, in (0, 1).</param>
    /// <param name="flowsPerBlock">Normal flows in a block, 1 or more; the last may have fewer.</param>
    /// <exception cref="AnomalyException">Too few calibration scores for so low a rate.</exception>
    public static IReadOnlyList<FalseAlarmBlock> Along(
        ReadOnlySpan<double> calibrationScores, ReadOnlySpan<double> normalScores, double falsePositiveRate, int flowsPerBlock = 500)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(flowsPerBlock, 1);
        QuantileThreshold setOnce = QuantileThreshold.Fit(calibrationScores, falsePositiveRate);
        double[] passed = [.. calibrationScores, .. normalScores];
        var blocks = new List<FalseAlarmBlock>();
        for (int first = 0; first < normalScores.Length; first += flowsPerBlock)
        {
            ReadOnlySpan<double> block = normalScores[first..Math.Min(first + flowsPerBlock, normalScores.Length)];
            QuantileThreshold renewed = QuantileThreshold.Fit(passed.AsSpan(first, calibrationScores.Length), falsePositiveRate);
            blocks.Add(new FalseAlarmBlock(first, block.Length, ShareAbove(setOnce, block), ShareAbove(renewed, block)));
        }

        return blocks;
    }

    private static double ShareAbove(Threshold threshold, ReadOnlySpan<double> scores)
    {
        int above = 0;
        foreach (double score in scores)
            if (threshold.IsAnomaly(score)) above++;
        return (double)above / scores.Length;
    }
}
