namespace AnomalyNotebooks.Tests.Evaluation;

public sealed class ThresholdRenewalTest
{
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
}
