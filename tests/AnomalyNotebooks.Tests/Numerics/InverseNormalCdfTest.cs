using System.Text.Json;

namespace AnomalyNotebooks.Tests.Numerics;

public class InverseNormalCdfTest
{
    [Fact]
    public void It_agrees_with_SciPy_from_the_middle_far_into_both_tails()
    {
        JsonElement scipy = Fixture.Read("Features", "inverse_normal");
        double[] quantiles = [.. scipy.Doubles("probabilities").Select(PortableMath.InverseNormalCdf)];
        Fixture.AssertClose(scipy.Doubles("quantiles"), quantiles, relative: 1e-13, absolute: 1e-15);
    }

    [Fact]
    public void It_is_odd_about_one_half()
    {
        foreach (double distance in (double[])[0.0625, 0.25, 0.375, 0.46875, 0.4990234375])
            Assert.Equal(PortableMath.InverseNormalCdf(0.5 + distance), -PortableMath.InverseNormalCdf(0.5 - distance));
        Assert.Equal(0, PortableMath.InverseNormalCdf(0.5));
    }

    [Fact]
    public void It_rises_across_the_seams_of_its_three_formulas()
    {
        foreach (double seam in (double[])[0.075, 0.925, 1.3887943864964021e-11])
        {
            double before = PortableMath.InverseNormalCdf(seam * (1 - 1e-9)), after = PortableMath.InverseNormalCdf(seam * (1 + 1e-9));
            Assert.InRange(after - before, 0, 1e-7);
        }
    }

    [Fact]
    public void The_ends_are_infinite_and_beyond_them_is_nothing()
    {
        Assert.Equal(double.NegativeInfinity, PortableMath.InverseNormalCdf(0));
        Assert.Equal(double.PositiveInfinity, PortableMath.InverseNormalCdf(1));
        foreach (double outside in (double[])[-1e-300, 1.0000000001, double.NaN])
            Assert.True(double.IsNaN(PortableMath.InverseNormalCdf(outside)));
    }
}
