namespace AnomalyNotebooks.Tests.Flows;

public sealed class FlowProfileTest
{
    [Fact]
    public void It_is_the_same_after_writing_and_reading()
    {
        string json = FlowProfile.Bundled.ToJson();
        Assert.Equal(json, FlowProfile.FromJson(json).ToJson());
    }

    [Fact]
    public void It_is_small() => Assert.InRange(FlowProfile.Bundled.ToJson().Length, 100_000, 300_000);

    [Fact]
    public void The_bundled_one_is_that_of_the_real_file() =>
        Assert.Equal(FlowProfile.Learn(RealData.Require()).ToJson(), FlowProfile.Bundled.ToJson());

    [Fact]
    public void Nothing_in_it_describes_fewer_than_five_flows()
    {
        foreach (ProfileGroup group in FlowProfile.Bundled.Groups)
        {
            Assert.True(group.Flows >= 20);
            Assert.All(group.Shapes, shape => Assert.True(shape.Flows >= 10));
            Assert.All(group.Marginals.SelectMany(marginal => marginal.Entries), entry => Assert.True(entry[^1] >= 5));
        }
    }

    [Fact]
    public void Its_groups_cover_nearly_all_flows() =>
        Assert.InRange(FlowProfile.Bundled.Groups.Sum(group => group.Flows) / (double)FlowProfile.Bundled.Categories.Sum(category =>
            category.Flows), 0.995, 1);

    [Fact]
    public void A_profile_of_synthetic_flows_is_refused() =>
        Assert.Contains("synthetic sample",
            Assert.Throws<AnomalyException>(() => FlowProfile.Learn(SyntheticFlows.Generate(FlowProfile.Bundled, 100, 1))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Too_few_flows_are_refused() =>
        Assert.Contains("too few", Assert.Throws<AnomalyException>(() =>
            FlowProfile.Learn(FlowCsv.Read(FlowCsv.Header, FlowCsv.NormalLine))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"format\":\"another\"}")]
    [InlineData("{\"format\":\"flow profile 1\",\"source\":\"\",\"proto\":[]}")]
    public void Another_file_is_refused(string json) =>
        Assert.Contains("profile", Assert.Throws<AnomalyException>(() => FlowProfile.FromJson(json)).Message, StringComparison.Ordinal);
}
