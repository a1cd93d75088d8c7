namespace AnomalyNotebooks.Tests.Evaluation;

public sealed class SampleClosenessTest
{
    [Fact]
    public void The_synthetic_sample_is_close_to_the_real_flows()
    {
        FlowTable real = RealData.Require();
        SampleCloseness closeness = SampleCloseness.Compare(real, SyntheticFlows.Generate(FlowProfile.Bundled, 20_000, 5), 5,
            TestContext.Current.CancellationToken);

        foreach (CategoryCloseness category in closeness.Categories.Where(category => category.OtherFlows >= 1000))
        {
            Assert.True(category.MeanDistance < 0.04, $"{category}");
            Assert.True(category.WorstDistance < 0.2, $"{category}");
        }

        Assert.InRange(closeness.Spearman.Mean, 0, 0.02);
        Assert.InRange(closeness.Pearson.Mean, 0, 0.05);
        Assert.InRange(closeness.RepeatedShare.Other, 0.2, 0.4);
        Assert.All(closeness.Detectors, detector => Assert.Equal(detector.RealAuroc, detector.OtherAuroc, 0.06));
        Assert.All(closeness.Detectors, detector => Assert.Equal(detector.RealAuroc, detector.TransferAuroc, 0.06));
    }

    [Fact]
    public void A_table_is_as_close_to_itself_as_can_be_and_a_changed_one_is_not()
    {
        FlowTable flows = SyntheticFlows.Generate(FlowProfile.Bundled, 2_000, 5);
        CategoryCloseness same = CategoryCloseness.Compare("Normal", flows, flows),
            other = CategoryCloseness.Compare("Normal", flows.Take(flows.NormalRows()), flows.Take(flows.AttackRows()));
        Assert.Equal((0, 0, 0), (same.MeanDistance, same.WorstDistance, same.TextDistance));
        Assert.True(other.MeanDistance > 0.1 && other.TextDistance > 0.3, $"{other}");
    }

    [Theory]
    [InlineData(new double[] { 1, 2, 3 }, new double[] { 4, 5 }, 1)]
    [InlineData(new double[] { 1, 2, 3, 4 }, new double[] { 1, 2, 3, 4 }, 0)]
    [InlineData(new double[] { 0, 0, 1 }, new double[] { 0, 1, 1 }, 1.0 / 3)]
    [InlineData(new double[] { 1, 2, 3, 4 }, new double[] { 3, 4, 5, 6 }, 0.5)]
    public void The_KS_distance_is_the_largest_gap_between_the_distribution_functions(double[] a, double[] b, double distance) =>
        Assert.Equal(distance, CategoryCloseness.KolmogorovSmirnov(a, b), 1e-15);
}
