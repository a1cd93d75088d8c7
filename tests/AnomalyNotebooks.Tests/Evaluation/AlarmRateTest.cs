namespace AnomalyNotebooks.Tests.Evaluation;

public sealed class AlarmRateTest
{
    [Fact]
    public void One_percent_false_positives_at_one_attack_in_a_thousand()
    {
        var rate = new AlarmRate(TruePositiveRate: 0.8, FalsePositiveRate: 0.01, Prevalence: 0.001, FlowsPerDay: 1_000_000);
        Assert.Equal(800, rate.TrueAlertsPerDay, 1e-9);
        Assert.Equal(9_990, rate.FalseAlertsPerDay, 1e-9);
        Assert.Equal(10_790, rate.AlertsPerDay, 1e-9);
        Assert.Equal(200, rate.MissedPerDay, 1e-9);
        Assert.Equal(800 / 10_790.0, rate.Precision, 1e-15);
        Assert.Equal("10,790 alerts a day, 7.4 % of them attacks; 200 attacks missed", rate.ToString());
    }

    [Fact]
    public void A_confusion_matrix_carries_over_to_other_traffic()
    {
        AlarmRate rate = AlarmRate.Of(new ConfusionMatrix(80, 10, 990, 20), prevalence: 0.5, flowsPerDay: 100);
        Assert.Equal((0.8, 0.01), (rate.TruePositiveRate, rate.FalsePositiveRate));
    }

    [Fact]
    public void No_alerts_have_no_precision() => Assert.Equal(0, new AlarmRate(0, 0, 0.1, 10).Precision);

    [Fact]
    public void Percentages_in_place_of_shares_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlarmRate(0.8, 1.5, 0.001, 10));
}
