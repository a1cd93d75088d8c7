using AnomalyNotebooks.Cli.Scoring;

namespace AnomalyNotebooks.Cli.Tests.Scoring;

public sealed class FlowFilterTest
{
    private static readonly FlowTable Flows = SyntheticFlows.Generate(FlowProfile.Bundled, 500);

    [Theory]
    [InlineData("label == 0")]
    [InlineData("attack_cat == 'Normal'")]
    [InlineData("attack_cat == 'normal' and label < 1")]
    public void Labels_say_which_flows_are_normal(string condition) =>
        Assert.Equal(Flows.NormalRows().Length, new FlowFilter(condition).Rows(Flows).Length);

    [Fact]
    public void Columns_are_compared_as_texts_or_numbers()
    {
        int[] few = new FlowFilter("proto == 'tcp' and spkts >= 10 and sbytes != 0").Rows(Flows);
        Assert.Equal(Enumerable.Range(0, 500).Where(row => Flows.Category("proto")[row] == "tcp" && Flows.Number("spkts")[row] >= 10
            && Flows.Number("sbytes")[row] != 0), few);
    }

    [Theory]
    [InlineData("")]
    [InlineData("label")]
    [InlineData("label = 0")]
    [InlineData("label == 0 or label == 1")]
    [InlineData("label == 0 and")]
    [InlineData("label == 'a'b'")]
    [InlineData("'; rm -rf /")]
    public void What_is_no_condition_is_refused(string condition) => Assert.Throws<UsageException>(() => new FlowFilter(condition));

    [Theory]
    [InlineData("proto < 'tcp'", "by == and != only")]
    [InlineData("spkts == 'many'", "'many' is none")]
    [InlineData("colour == 'red'", "there is no column 'colour'")]
    public void A_condition_that_does_not_fit_the_flows_says_why(string condition, string expected) =>
        Assert.Contains(expected, Assert.Throws<AnomalyException>(() => new FlowFilter(condition).Rows(Flows)).Message,
            StringComparison.Ordinal);
}
