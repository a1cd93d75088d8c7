namespace AnomalyNotebooks.Tests.Scores;

public sealed class ParetoTailThresholdTest
{
    [Theory]
    [InlineData(0.01)]
    [InlineData(0.001)]
    [InlineData(0.0001)] // one in ten thousand from 5,000: beyond anything seen
    public void The_asked_for_rate_is_achieved_beyond_the_sample(double rate)
    {
        // Lognormal scores: the tail is only approximately Pareto, as in life. Median over repetitions of the true rate.
        var random = new SeededRandom(21);
        var achieved = new double[41];
        for (int i = 0; i < achieved.Length; i++)
        {
            double[] scores = [.. Enumerable.Range(0, 5000).Select(_ => PortableMath.Exp(0.5 * random.NextGaussian()))];
            achieved[i] = UpperTailOfNormal(Math.Log(ParetoTailThreshold.Fit(scores, rate).Value) / 0.5);
        }

        Array.Sort(achieved);
        Assert.InRange(achieved[achieved.Length / 2] / rate, 0.6, 1.6);
    }

    [Fact]
    public void Within_the_sample_it_agrees_with_the_quantile()
    {
        var random = new SeededRandom(4);
        double[] scores = [.. Enumerable.Range(0, 20_000).Select(_ => random.NextGaussian())];
        Assert.Equal(QuantileThreshold.Fit(scores, 0.02).Value, ParetoTailThreshold.Fit(scores, 0.02).Value, 0.03);
    }

    [Fact]
    public void What_cannot_make_a_tail_is_refused_with_what_to_do()
    {
        Assert.Contains("tailShare", Assert.Throws<AnomalyException>(() => ParetoTailThreshold.Fit(new double[1000], 0.01)).Message,
            StringComparison.Ordinal);
        double[] scores = [.. Enumerable.Range(0, 1000).Select(i => (double)i)];
        Assert.Contains("QuantileThreshold", Assert.Throws<ArgumentException>(() => ParetoTailThreshold.Fit(scores, 0.2)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void It_says_how_it_was_obtained()
    {
        double[] scores = [.. Enumerable.Range(0, 1000).Select(i => (double)i)];
        ParetoTailThreshold threshold = ParetoTailThreshold.Fit(scores, 0.001);
        Assert.Equal(100, threshold.Excesses);
        Assert.Equal(899, threshold.TailStart);
        Assert.StartsWith("the score that 0.100 % of normal flows exceed by a generalised Pareto tail", threshold.Description,
            StringComparison.Ordinal);
    }

    // Mills ratio continued fraction: good to many digits for z above 2.
    private static double UpperTailOfNormal(double z)
    {
        double fraction = z;
        for (int i = 60; i >= 1; i--) fraction = z + (i / fraction);
        return Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI) / fraction;
    }
}
