namespace AnomalyNotebooks.Tests.Numerics;

public class VectorMathTest
{
    public static TheoryData<int> Lengths => [1, 2, 7, 8, 15, 16, 17, 31, 32, 33, 100];

    [Theory, MemberData(nameof(Lengths))]
    public void The_range_tells_negative_zero_from_zero_wherever_it_stands(int length)
    {
        foreach (double others in (double[])[0.0, -0.0, 3, -3])
        {
            for (int place = 0; place < length; place++)
            {
                foreach (double zero in (double[])[0.0, -0.0])
                {
                    double[] values = [.. Enumerable.Range(0, length).Select(i => i == place ? zero : others)];
                    (double low, double high) = VectorMath.Range(values, out bool finite);
                    Assert.True(finite);
                    Assert.Equal(Bits(values.Aggregate(Math.Min)), Bits(low));
                    Assert.Equal(Bits(values.Aggregate(Math.Max)), Bits(high));
                }
            }
        }
    }

    [Theory, MemberData(nameof(Lengths))]
    public void The_least_and_the_largest_are_found_wherever_they_stand(int length)
    {
        for (int place = 0; place < length; place++)
        {
            double[] values = [.. Enumerable.Range(0, length).Select(i => i == place ? 50.5 : -i)];
            Assert.Equal((values.Min(), values.Max()), VectorMath.Range(values, out _));
            for (int i = 0; i < length; i++) values[i] = -values[i];
            Assert.Equal((values.Min(), values.Max()), VectorMath.Range(values, out _));
        }
    }

    [Theory, MemberData(nameof(Lengths))]
    public void What_is_not_finite_is_found_wherever_it_stands(int length)
    {
        foreach (double bad in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
        {
            for (int place = 0; place < length; place++)
            {
                double[] values = [.. Enumerable.Range(0, length)
                    .Select(i => i == place ? bad : i % 2 == 0 ? double.MaxValue : double.Epsilon)];
                Assert.False(VectorMath.AreFinite(values));
                VectorMath.Range(values, out bool finite);
                Assert.False(finite);
                values[place] = -double.MaxValue;
                Assert.True(VectorMath.AreFinite(values));
                VectorMath.Range(values, out finite);
                Assert.True(finite);
            }
        }
    }

    [Fact]
    public void Of_no_numbers_the_range_is_empty() =>
        Assert.Equal((double.PositiveInfinity, double.NegativeInfinity), VectorMath.Range([], out _));

    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(value);
}
