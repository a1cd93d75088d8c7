namespace AnomalyNotebooks.Tests.Numerics;

public sealed class NormalDistributionTest
{
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.8413447460685429)]
    [InlineData(-1.96, 0.024997895148220435)]
    [InlineData(-8, 6.220960574271785e-16)]
    [InlineData(40, 1)]
    [InlineData(-40, 0)]
    public void It_agrees_with_tables(double z, double probability) =>
        Assert.Equal(probability, NormalDistribution.Cdf(z), Math.Max(1e-14, probability * 1e-14));

    [Fact]
    public void It_is_the_inverse_of_the_normal_quantile()
    {
        for (double p = 0.0005; p < 1; p += 0.0005)
            Assert.Equal(p, NormalDistribution.Cdf(PortableMath.InverseNormalCdf(p)), 1e-14);
    }
}
