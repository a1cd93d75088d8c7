using System.Text.Json;

namespace AnomalyNotebooks.Tests.Features;

public class FlowSummaryTest
{
    [Fact]
    public void Numbers_are_summarised()
    {
        NumberSummary summary = NumberSummary.Of("x", [4, 1, double.NaN, 1, 2, 2, 8], top: 2);
        Assert.Equal((6, 1, 4), (summary.Count, summary.Missing, summary.Distinct));
        Assert.Equal((1, 1.25, 2, 3.5, 8), (summary.Minimum, summary.LowerQuartile, summary.Median, summary.UpperQuartile,
            summary.Maximum));
        Assert.Equal(3, summary.Mean);
        Assert.Equal(Math.Sqrt(7.2), summary.StandardDeviation, 1e-12);
        Assert.Equal([(1, 2), (2, 2)], summary.Top);
    }

    [Fact]
    public void Texts_are_summarised()
    {
        var summary = FlowSummary.OfTexts("proto", SmallFlows.Coded(["udp", "tcp", "", "tcp", "arp", "udp"]), top: 2);
        Assert.Equal((5, 1, 3), (summary.Count, summary.Missing, summary.Distinct));
        Assert.Equal([("tcp", 2), ("udp", 2)], summary.Top);
    }

    [Fact]
    public void Texts_that_occur_no_more_do_not_count() =>
        Assert.Equal(1, FlowSummary.OfTexts("proto", SmallFlows.Coded(["udp", "tcp"]).Take([0])).Distinct);

    [Fact]
    public void Without_values_there_are_no_statistics()
    {
        NumberSummary summary = NumberSummary.Of("x", []);
        Assert.True(double.IsNaN(summary.Mean) && double.IsNaN(summary.Median) && double.IsNaN(summary.StandardDeviation));
        Assert.Empty(summary.Top);
    }

    [Fact]
    public void On_the_real_file_it_agrees_with_pandas()
    {
        FlowSummary summary = FlowSummary.Of(RealData.Require());
        JsonElement pandas = Fixture.Read("Features", "correlations");
        Assert.Equal(39, summary.Numbers.Count);
        foreach (NumberSummary column in summary.Numbers)
        {
            double[] wanted = pandas.GetProperty("described").Doubles(column.Name);
            double[] found = [column.Count, column.Mean, column.StandardDeviation, column.Minimum, column.LowerQuartile, column.Median,
                column.UpperQuartile, column.Maximum];
            for (int i = 0; i < found.Length; i++) Assert.Equal(wanted[i], found[i], 1e-11 * Math.Max(1e-6, Math.Abs(wanted[i])));
            Assert.Equal(pandas.GetProperty("distinct").GetProperty(column.Name).GetInt32(), column.Distinct);
        }

        Assert.Equal([131, 13, 7], summary.Texts.Select(column => column.Distinct));
    }
}
