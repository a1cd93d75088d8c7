namespace AnomalyNotebooks.Tests.Numerics;

public sealed class PortableMathTest
{
    [Fact]
    public void Log_log1p_and_exp_agree_with_the_platform_to_2_ulp()
    {
        var random = new SeededRandom(3);
        for (int i = 0; i < 200_000; i++)
        {
            double x = Math.Pow(2, (random.NextDouble() * 200) - 100), y = (random.NextDouble() * 1400) - 700;
            AssertWithin2Ulp(Math.Log(x), PortableMath.Log(x));
            AssertWithin2Ulp(Math.Exp(y), PortableMath.Exp(y));
        }

        for (double u = 1e-3; u < 1e6; u *= 1.001) // u - 1 is exact or nearly so: the platform's log of u is a fair peer
            Assert.Equal(Math.Log(1 + (u - 1)), PortableMath.Log1p(u - 1), 1e-12);
        Assert.Equal(1e-20, PortableMath.Log1p(1e-20));
    }

    [Fact]
    public void Edges_are_those_of_the_functions()
    {
        Assert.Equal(double.NegativeInfinity, PortableMath.Log(0));
        Assert.True(double.IsNaN(PortableMath.Log(-1)));
        Assert.Equal(double.PositiveInfinity, PortableMath.Exp(1000));
        Assert.Equal(0, PortableMath.Exp(-1000));
        Assert.Equal(1, PortableMath.Exp(0));
        Assert.Equal(0, PortableMath.Log1p(0));
        Assert.True(PortableMath.Exp(-740) > 0, "subnormal results are not lost");
    }

    private static void AssertWithin2Ulp(double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= 2 * Math.Abs(Math.BitIncrement(expected) - expected), $"{actual:R} for {expected:R}");
}
