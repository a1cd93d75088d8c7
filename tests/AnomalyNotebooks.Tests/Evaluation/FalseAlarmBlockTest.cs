namespace AnomalyNotebooks.Tests.Evaluation;

public sealed class FalseAlarmBlockTest
{
    private static readonly double[] Drifting = MakeDrifting();

    [Fact]
    public void Where_scores_drift_upwards_the_fixed_threshold_ages_and_the_renewed_one_does_not()
    {
        IReadOnlyList<FalseAlarmBlock> blocks = FalseAlarmBlock.Along(Drifting.AsSpan(0, 2000), Drifting.AsSpan(2000), 0.05,
            flowsPerBlock: 1000);

        Assert.InRange(blocks[0].Fixed, 0.03, 0.1);
        Assert.True(blocks[^1].Fixed > 0.2);
        Assert.All(blocks, block => Assert.InRange(block.Renewed, 0.03, 0.1));
    }

    [Fact]
    public void The_blocks_cover_every_flow_once_and_the_last_may_be_shorter()
    {
        IReadOnlyList<FalseAlarmBlock> blocks = FalseAlarmBlock.Along(Drifting.AsSpan(0, 2000), Drifting.AsSpan(2000, 1100), 0.05,
            flowsPerBlock: 500);

        Assert.Equal([0, 500, 1000], blocks.Select(block => block.First));
        Assert.Equal([500, 500, 100], blocks.Select(block => block.Count));
    }

    [Fact]
    public void The_blocks_together_are_the_rates_over_all()
    {
        ReadOnlySpan<double> before = Drifting.AsSpan(0, 2000), after = Drifting.AsSpan(2000);
        IReadOnlyList<FalseAlarmBlock> blocks = FalseAlarmBlock.Along(before, after, 0.02, flowsPerBlock: 700);

        Assert.Equal(
            ThresholdRenewal.AchievedFalsePositiveRate(before, after, 0.02, every: 700, step: 0),
            blocks.Sum(block => block.Renewed * block.Count) / after.Length, 1e-12);
        Assert.Equal(
            (double)after.ToArray().Count(QuantileThreshold.Fit(before, 0.02).IsAnomaly) / after.Length,
            blocks.Sum(block => block.Fixed * block.Count) / after.Length, 1e-12);
    }

    private static double[] MakeDrifting()
    {
        var random = new SeededRandom(5);
        return [.. Enumerable.Range(0, 12_000).Select(i => random.NextGaussian() + (i / 6000.0))];
    }
}
