namespace AnomalyNotebooks.Tests.Features;

public class SinglePrecisionTest
{
    public static TheoryData<int> Lengths => [0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 255, 256, 257, 1000];

    [Theory, MemberData(nameof(Lengths))]
    public void Rounding_many_is_rounding_each(int length)
    {
        double[] values = [.. Enumerable.Range(0, length).Select(i => Math.ScaleB(Math.Sin(i), (i % 200) - 150))];
        var rounded = new float[length];
        Assert.True(SinglePrecision.TryRound(values, rounded));
        Assert.Equal(Bits(values.Select(value => (float)value)), Bits(rounded));
    }

    [Theory, MemberData(nameof(Lengths))]
    public void One_value_too_large_or_not_finite_is_found_wherever_it_stands(int length)
    {
        foreach (double bad in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e300])
        {
            for (int place = 0; place < length; place += 5)
            {
                double[] values = [.. Enumerable.Range(0, length).Select(i => i == place ? bad : i)];
                Assert.False(SinglePrecision.TryRound(values, new float[length]));
                Assert.False(SinglePrecision.TryAffine(values, new float[length], 0, 1, 8));
            }
        }
    }

    [Theory, MemberData(nameof(Lengths))]
    public void Dividing_many_gives_the_bits_of_dividing_each(int length)
    {
        var random = new SeededRandom((ulong)length);
        foreach (double scale in (double[])[1, 3, 1 / 3.0, 0.1, 255, 1e-3, 14_355_774, 4294967295, -7, 1e-300, 1e300, 4.9e-324, double.MaxValue, 1.0000000000000002])
        {
            foreach (double limit in (double[])[double.PositiveInfinity, 8, 0.3])
            {
                double shift = random.Next(3) == 0 ? 0 : random.NextDouble() * scale;
                // Among others quotients half way between two floats, where the last bit of a double decides.
                double[] values = [.. Enumerable.Range(0, length).Select(i => (i % 4) switch
                {
                    0 => random.NextDouble() * scale,
                    1 => shift + (((double)MathF.BitIncrement(i) + i) / 2 * scale),
                    2 => i % 8 == 2 ? 0.0 : -0.0,
                    _ => shift + (Math.ScaleB(random.NextDouble(), -130 - (i % 25)) * scale),
                })];
                double[] quotients = [.. values.Select(value => (value - shift) / scale)];
                var results = new float[length];
                bool finite = SinglePrecision.TryAffine(values, results, shift, scale, limit);
                Assert.Equal(quotients.All(quotient => float.IsFinite((float)quotient)), finite);
                if (finite) Assert.Equal(Bits(quotients.Select(quotient => (float)Math.Min(Math.Max(quotient, -limit), limit))), Bits(results));
            }
        }
    }

    [Fact]
    public void Nothing_is_written_past_the_values()
    {
        float[] target = [1, 2, 3];
        SinglePrecision.TryRound([9], target);
        SinglePrecision.TryAffine([8], target.AsSpan(1), 0, 1, double.PositiveInfinity);
        Assert.Equal([9, 8, 3], target);
    }

    private static IEnumerable<int> Bits(IEnumerable<float> values) => values.Select(BitConverter.SingleToInt32Bits);
}
