namespace AnomalyNotebooks.Tests.Scores;

public sealed class FixedThresholdTest
{
    [Fact]
    public void Scores_above_are_anomalies_and_the_value_itself_is_not()
    {
        var threshold = new FixedThreshold(2.5, "read from a bundle", 0.05);
        Assert.Equal([false, false, true], threshold.AreAnomalies([2, 2.5, 2.6]));
        Assert.Equal("2.5 (read from a bundle)", threshold.ToString());
    }

    [Fact]
    public void NaN_is_no_threshold() => Assert.Throws<ArgumentException>(() => new FixedThreshold(double.NaN));
}
