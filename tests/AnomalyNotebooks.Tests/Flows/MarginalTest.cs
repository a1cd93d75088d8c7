namespace AnomalyNotebooks.Tests.Flows;

public sealed class MarginalTest
{
    [Fact]
    public void Common_values_are_kept_exactly_and_in_proportion()
    {
        var marginal = Marginal.Of([.. Enumerable.Repeat(0.0, 60), .. Enumerable.Repeat(114.0, 40)]);
        Assert.Equal([[0, 60], [114, 40]], marginal.Entries);
        Assert.Equal(0, marginal.Quantile(0));
        Assert.Equal(0, marginal.Quantile(0.59));
        Assert.Equal(114, marginal.Quantile(0.61));
        Assert.Equal(114, marginal.Quantile(0.999));
    }

    [Fact]
    public void A_value_that_fewer_than_five_flows_have_is_not_in_it()
    {
        double[] values = [.. Enumerable.Range(0, 1000).Select(i => 1000.123 + (i * 7.77)), 1, 1, 1, 1];
        var marginal = Marginal.Of(values);
        Assert.All(marginal.Entries, entry => Assert.True(entry[^1] >= 5));
        Assert.Empty(marginal.Entries.SelectMany(entry => entry[..^1]).Intersect(values.Where(value => value > 1)));
        Assert.Equal(1004, marginal.Entries.Sum(entry => entry[^1]));
    }

    [Fact]
    public void Its_quantiles_follow_those_of_the_values()
    {
        var random = new SeededRandom(2);
        double[] values = [.. Enumerable.Range(0, 20_000).Select(_ => PortableMath.Exp(2 * random.NextGaussian())).Order()];
        var marginal = Marginal.Of(values);
        foreach (double p in new[] { 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 0.999 })
            Assert.Equal(1, marginal.Quantile(p) / values[(int)(p * values.Length)], 0.15);
    }

    [Fact]
    public void Equal_values_make_a_constant()
    {
        Assert.True(Marginal.Of([3, 3, 3]).IsConstant);
        Assert.Equal(3, Marginal.Of([3, 3, 3]).Quantile(0.5));
        Assert.False(Marginal.Of([1, 2, 3, 4, 5, 6]).IsConstant);
    }

    [Theory]
    [InlineData(0, 2, 0)]
    [InlineData(123456, 3, 123000)]
    [InlineData(0.00012345, 3, 0.000123)]
    [InlineData(-77.77, 2, -78)]
    [InlineData(9.99, 2, 10)]
    [InlineData(4294967295, 2, 4300000000)]
    public void Significant_digits_are_those_asked_for(double value, int digits, double rounded) =>
        Assert.Equal(rounded, Rounding.Significant(value, digits), Math.Abs(rounded) * 1e-15);
}
