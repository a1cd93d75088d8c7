namespace AnomalyNotebooks.Tests.Evaluation;

public sealed class AchievedRateTest
{
    private static readonly double[] Scores = MakeScores();

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.01)]
    public void A_quantile_of_exchangeable_scores_keeps_the_rate_but_for_chance(double rate)
    {
        AchievedRate achieved = AchievedRate.Of(Scores, 1000, scores => QuantileThreshold.Fit(scores, rate), seed: 1);

        Assert.InRange(achieved.Median, 0.8 * rate, 1.2 * rate);
        Assert.True(achieved.Low < rate && rate < achieved.High);
    }

    [Fact]
    public void The_fewer_flows_set_the_threshold_the_more_is_left_to_chance()
    {
        double Width(int calibrating)
        {
            AchievedRate achieved = AchievedRate.Of(Scores, calibrating, scores => QuantileThreshold.Fit(scores, 0.02), seed: 1);
            return achieved.High - achieved.Low;
        }

        Assert.True(Width(100) > 2 * Width(2000));
    }

    [Fact]
    public void Equal_seeds_draw_the_same_and_the_scores_are_left_as_they_were()
    {
        double[] before = [.. Scores];
        AchievedRate Draw(ulong seed) => AchievedRate.Of(Scores, 500, scores => QuantileThreshold.Fit(scores, 0.02), seed);

        Assert.Equal(Draw(3), Draw(3));
        Assert.NotEqual(Draw(3), Draw(4));
        Assert.Equal(before, Scores);
    }

    [Fact]
    public void Some_scores_must_set_the_threshold_and_some_must_judge_it()
    {
        Assert.Throws<ArgumentException>(() => AchievedRate.Of(Scores, 0, scores => QuantileThreshold.Fit(scores, 0.02), seed: 1));
        Assert.Throws<ArgumentException>(() =>
            AchievedRate.Of(Scores, Scores.Length, scores => QuantileThreshold.Fit(scores, 0.02), seed: 1));
    }

    private static double[] MakeScores()
    {
        var random = new SeededRandom(7);
        return [.. Enumerable.Range(0, 5000).Select(_ => Math.Abs(random.NextGaussian()))];
    }
}
