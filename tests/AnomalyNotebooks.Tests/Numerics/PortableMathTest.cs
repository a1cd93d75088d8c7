using System.Globalization;

namespace AnomalyNotebooks.Tests.Numerics;

public sealed class PortableMathTest
{
    // Values a sweep and a random draw; ANOMALY_EXHAUSTIVE=1 makes it thirty times as many.
    private static readonly int Count = Environment.GetEnvironmentVariable("ANOMALY_EXHAUSTIVE") == "1" ? 300_000 : 10_000;

    [Fact]
    public void Exp_is_within_2_ulp_of_the_correctly_rounded_value_over_its_range() =>
        AssertWithin2Ulp(PortableMath.Exp, ExactFunctions.Exp,
    [
        .. Sweep(-745.14, 709.783),
        .. Sweep(-1, 1),
        .. Sweep(-745.14, -708.39), // results that are subnormal
        .. ByBits(1e-20, 1).SelectMany(Signs), // towards 0
        .. Enumerable.Range(-1075, 2099).SelectMany(k => Around((k + 0.5) * Math.Log(2))), // where the reduction steps from k to k + 1
        .. Around(0.5 * Math.Log(2)), .. Around(3.725290298461914e-09).SelectMany(Signs),
        .. Around(709.782712893383973096), .. Around(-745.13321910194110842), .. Around(-708.3964185322641), 0, double.Epsilon,
        -double.Epsilon, 1, -1,
    ]);

    [Fact]
    public void Log_is_within_2_ulp_of_the_correctly_rounded_value_over_its_range() =>
        AssertWithin2Ulp(PortableMath.Log, ExactFunctions.Log,
    [
        .. ByBits(double.Epsilon, double.MaxValue), // all magnitudes alike, subnormals among them
        .. ByBits(double.Epsilon, 2.2250738585072014e-308),
        .. Sweep(0.5, 2),
        .. ByBits(1e-17, 0.25).SelectMany(Signs).Select(near => 1 + near), // towards 1, where the logarithm goes through 0
        .. Enumerable.Range(-1070, 2094).SelectMany(k => Around(Math.ScaleB(1, k))),
        .. Enumerable.Range(-1022, 2045).SelectMany(k => Around(Math.ScaleB(Math.Sqrt(2), k))), // where the reduction steps
        .. Enumerable.Range(1, 20).Select(count => count * double.Epsilon), double.MaxValue, Math.E, 10,
    ]);

    [Fact]
    public void Log1p_is_within_2_ulp_of_the_correctly_rounded_value_over_its_range() =>
        AssertWithin2Ulp(PortableMath.Log1p, ExactFunctions.Log1p,
    [
        .. ByBits(double.Epsilon, double.MaxValue),
        .. ByBits(1e-20, 0.999999).Select(x => -x),
        .. ByBits(1e-16, 0.5).Select(x => -1 + x), // towards -1
        .. Sweep(-0.9999, 3),
        .. Enumerable.Range(0, 1023).SelectMany(k => Around(Math.ScaleB(1, k) - 1).Concat(Around(Math.ScaleB(Math.Sqrt(2), k) - 1))),
        .. Around(1.1102230246251565e-16).SelectMany(Signs), double.Epsilon, -double.Epsilon, double.MaxValue, -1 + Math.ScaleB(1, -53),
    ]);

    [Fact]
    public void Edges_are_those_of_the_functions()
    {
        Assert.Equal(double.NegativeInfinity, PortableMath.Log(0));
        Assert.Equal(double.PositiveInfinity, PortableMath.Log(double.PositiveInfinity));
        Assert.True(double.IsNaN(PortableMath.Log(-1)));
        Assert.True(double.IsNaN(PortableMath.Log(double.NaN)));
        Assert.Equal(double.NegativeInfinity, PortableMath.Log1p(-1));
        Assert.Equal(double.PositiveInfinity, PortableMath.Log1p(double.PositiveInfinity));
        Assert.True(double.IsNaN(PortableMath.Log1p(-1.5)));
        Assert.True(double.IsNaN(PortableMath.Log1p(double.NaN)));
        Assert.Equal(double.PositiveInfinity, PortableMath.Exp(1000));
        Assert.Equal(double.PositiveInfinity, PortableMath.Exp(double.PositiveInfinity));
        Assert.Equal(0, PortableMath.Exp(-1000));
        Assert.Equal(0, PortableMath.Exp(double.NegativeInfinity));
        Assert.True(double.IsNaN(PortableMath.Exp(double.NaN)));
        Assert.Equal(1, PortableMath.Exp(0));
        Assert.Equal(0, PortableMath.Log1p(0));
        Assert.True(PortableMath.Exp(-740) > 0, "subnormal results are not lost");
    }

    [Fact]
    public void Log1p_of_many_values_has_the_bits_of_each_alone()
    {
        double[] values =
        [
            .. ByBits(double.Epsilon, double.MaxValue), .. ByBits(1e-20, 0.999999).Select(x => -x), .. Sweep(-0.9999, 3),
            0, -0.0, double.NaN, double.PositiveInfinity, 1, -double.Epsilon, // what vectors leave to the plain function
            .. ByBits(1e-3, 1e12), 0, -0.0, -5e-17, .. ByBits(1e-18, 1e-14).SelectMany(Signs), .. Enumerable.Range(0, 1000)
                .Select(whole => (double)whole),
            .. Enumerable.Range(40, 25).SelectMany(k => Around(Math.ScaleB(1, k))), // where the sum no longer sees the 1
        ];
        foreach (double scale in (double[])[1, 1e3, 0.5])
        {
            double[] together = [.. values.Where(value => !(scale * value <= -1))];
            long[] alone = [.. together.Select(value => BitConverter.DoubleToInt64Bits(PortableMath.Log1p(scale * value)))];
            Assert.Equal(-1, PortableMath.Log1p(together, together, scale));
            Assert.Equal(alone, together.Select(BitConverter.DoubleToInt64Bits));
        }
    }

    [Theory, InlineData(-1), InlineData(-2), InlineData(double.NegativeInfinity)]
    public void Log1p_of_many_values_stops_at_the_first_without_a_logarithm(double bad)
    {
        for (int place = 0; place < 21; place++)
        {
            double[] values = [.. Enumerable.Repeat(0.25, place), bad / 4, bad, .. Enumerable.Repeat(0.5, 8)],
                results = new double[values.Length];
            Assert.Equal(place, PortableMath.Log1p(values, results, 4));
            Assert.All(results[..place], result => Assert.Equal(PortableMath.Log1p(1), result));
        }
    }

    private static void AssertWithin2Ulp(Func<double, double> function, Func<double, double> exact, IEnumerable<double> values)
    {
        (long worst, double at) = values.AsParallel().Select(x => (Ulp: Distance(function(x), exact(x)), At: x)).MaxBy(found => found.Ulp);
        TestContext.Current.SendDiagnosticMessage($"at most {worst} ulp, at {at.ToString("R", CultureInfo.InvariantCulture)}");
        Assert.True(worst <= 2, $"{worst} ulp at {at:R}: {function(at):R}, correctly rounded {exact(at):R}");
    }

    private static long Distance(double a, double b) => a == b ? 0 : ExactFunctions.Distance(a, b);

    // Evenly spaced, and as many random ones.
    private static IEnumerable<double> Sweep(double from, double to)
    {
        var random = new SeededRandom(3);
        for (int i = 0; i < Count; i++)
        {
            yield return from + ((to - from) * i / Count);
            yield return from + ((to - from) * random.NextDouble());
        }
    }

    // Evenly spaced in the bits of positive numbers, so that every power of two gets as many.
    private static IEnumerable<double> ByBits(double from, double to)
    {
        long first = BitConverter.DoubleToInt64Bits(from), last = BitConverter.DoubleToInt64Bits(to);
        double step = (double)(last - first) / Count;
        return Enumerable.Range(0, Count).Select(i => BitConverter.Int64BitsToDouble(first + (long)(i * step)));
    }

    private static IEnumerable<double> Around(double x) =>
        [Math.BitDecrement(Math.BitDecrement(x)), Math.BitDecrement(x), x, Math.BitIncrement(x), Math.BitIncrement(Math.BitIncrement(x))];

    private static IEnumerable<double> Signs(double x) => [x, -x];
}
