namespace AnomalyNotebooks.Tests.Evaluation;

public sealed class ThresholdRenewalTest
{
    private static readonly double[] Drifting = MakeDrifting();

    [Fact]
    public void Scores_that_drift_upwards_are_followed_where_a_fixed_threshold_is_left_behind()
    {
        var random = new SeededRandom(3);
        double[] scores = [.. Enumerable.Range(0, 12_000).Select(i => random.NextGaussian() + (i / 6000.0))];
        ReadOnlySpan<double> before = scores.AsSpan(0, 2000), after = scores.AsSpan(2000);
        QuantileThreshold stale = QuantileThreshold.Fit(before, 0.05);

        Assert.True(after.ToArray().Count(stale.IsAnomaly) > 0.12 * after.Length);
        Assert.InRange(ThresholdRenewal.AchievedFalsePositiveRate(before, after, 0.05), 0.05, 0.075);
    }

    [Fact]
    public void Without_drift_the_rate_asked_for_is_kept()
    {
        var random = new SeededRandom(4);
        double[] scores = [.. Enumerable.Range(0, 12_000).Select(_ => random.NextGaussian())];
        Assert.InRange(ThresholdRenewal.AchievedFalsePositiveRate(scores.AsSpan(0, 2000), scores.AsSpan(2000), 0.05), 0.042, 0.058);
    }

    [Fact]
    public void Scores_that_never_stop_climbing_keep_the_rate_only_if_it_is_corrected()
    {
        var random = new SeededRandom(5);
        double[] scores = [.. Enumerable.Range(0, 12_000).Select(i => random.NextGaussian() + (i / 2000.0))];
        ReadOnlySpan<double> before = scores.AsSpan(0, 2000), after = scores.AsSpan(2000);

        double uncorrected = ThresholdRenewal.AchievedFalsePositiveRate(before, after, 0.05, step: 0);
        double corrected = ThresholdRenewal.AchievedFalsePositiveRate(before, after, 0.05);
        double eager = ThresholdRenewal.AchievedFalsePositiveRate(before, after, 0.05, step: 0.002);
        Assert.True(uncorrected > corrected + 0.01 && corrected > eager, $"{uncorrected}, {corrected}, {eager}");
        Assert.InRange(eager, 0.048, 0.053);
    }

    [Fact]
    public void A_step_below_zero_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ThresholdRenewal.AchievedFalsePositiveRate([1, 2], [3], 0.05, step: -1));

    [Fact]
    public void Where_scores_drift_upwards_the_fixed_threshold_ages_and_the_renewed_one_does_not()
    {
        var blocks = ThresholdRenewal.Along(Drifting.AsSpan(0, 2000), Drifting.AsSpan(2000), 0.05, flowsPerBlock: 1000);

        Assert.InRange(blocks[0].Fixed, 0.03, 0.1);
        Assert.True(blocks[^1].Fixed > 0.2);
        Assert.All(blocks, block => Assert.InRange(block.Renewed, 0.03, 0.1));
    }

    [Fact]
    public void The_blocks_cover_every_flow_once_and_the_last_may_be_shorter()
    {
        var blocks = ThresholdRenewal.Along(Drifting.AsSpan(0, 2000), Drifting.AsSpan(2000, 1100), 0.05, flowsPerBlock: 500);

        Assert.Equal([0, 500, 1000], blocks.Select(block => block.First));
        Assert.Equal([500, 500, 100], blocks.Select(block => block.Count));
    }

    [Fact]
    public void The_blocks_together_are_the_rates_over_all()
    {
        ReadOnlySpan<double> before = Drifting.AsSpan(0, 2000), after = Drifting.AsSpan(2000);
        var blocks = ThresholdRenewal.Along(before, after, 0.02, flowsPerBlock: 700);

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
