namespace AnomalyNotebooks.Tests.Scores;

public sealed class QuantileThresholdTest
{
    [Theory]
    [InlineData(99, 0.01, 98)] // of 100 exchangeable scores 1 may exceed: the largest of the 99 held out is the threshold
    [InlineData(99, 0.05, 94)]
    [InlineData(100, 0.05, 95)]
    [InlineData(19, 0.05, 18)]
    [InlineData(1, 0.5, 0)]
    public void The_value_is_the_order_statistic_of_split_conformal_prediction(int count, double rate, double expected)
    {
        double[] scores = [.. Enumerable.Range(0, count).Select(i => (double)((i * 37) % count))]; // 0 to count - 1, shuffled
        if (count % 37 == 0) Assert.Fail("not a permutation");
        Assert.Equal(expected, QuantileThreshold.Fit(scores, rate).Value);
    }

    [Fact]
    public void The_promised_rate_holds_on_average_for_small_samples_too()
    {
        var random = new SeededRandom(11);
        const int Trials = 20_000, HeldOut = 39;
        int exceeded = 0;
        for (int trial = 0; trial < Trials; trial++)
        {
            double[] scores = [.. Enumerable.Range(0, HeldOut).Select(_ => random.NextGaussian())];
            if (QuantileThreshold.Fit(scores, 0.05).IsAnomaly(random.NextGaussian())) exceeded++;
        }

        Assert.Equal(0.05, (double)exceeded / Trials, 0.005); // exactly 2 of 40; the plain 95th percentile gives 0.069
    }

    [Fact]
    public void Ties_never_raise_the_rate()
    {
        Threshold threshold = QuantileThreshold.Fit([.. Enumerable.Repeat(1.0, 50), .. Enumerable.Repeat(2.0, 50)], 0.1);
        Assert.Equal(2, threshold.Value);
        Assert.False(threshold.IsAnomaly(2));
    }

    [Fact]
    public void Too_few_scores_for_the_rate_say_how_many_are_needed()
    {
        AnomalyException error = Assert.Throws<AnomalyException>(() => QuantileThreshold.Fit(new double[98], 0.01));
        Assert.Contains("at least 99", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_says_how_it_was_obtained()
    {
        Threshold threshold = QuantileThreshold.Fit([.. Enumerable.Range(0, 1000).Select(i => (double)i)], 0.01);
        Assert.Equal(0.01, threshold.TargetFalsePositiveRate);
        Assert.False(threshold.UsesLabels);
        Assert.Equal("990 (the score that 1.00 % of normal flows exceed, from 1,000 held-out normals)", threshold.ToString());
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        Assert.Throws<ArgumentException>(() => QuantileThreshold.Fit([], 0.5));
        Assert.Throws<ArgumentException>(() => QuantileThreshold.Fit([1, double.NaN], 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => QuantileThreshold.Fit([1, 2], 5));
        Assert.Throws<ArgumentException>(() => QuantileThreshold.Fit([1, 2], 0.5).IsAnomaly(double.NaN));
    }
}
