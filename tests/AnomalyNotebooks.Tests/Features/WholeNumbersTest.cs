namespace AnomalyNotebooks.Tests.Features;

public class WholeNumbersTest
{
    public static TheoryData<int> Lengths => [0, 1, 3, 4, 5, 8, 9, 257];

    [Theory, MemberData(nameof(Lengths))]
    public void Whole_numbers_below_the_limit_are_converted(int length)
    {
        double[] values = [.. Enumerable.Range(0, length).Select(i => i == 0 ? -0.0 : i % 100)];
        var wholes = new int[length];
        Assert.True(WholeNumbers.TryConvert(values, 100, wholes));
        Assert.Equal(values.Select(value => (int)value), wholes);
    }

    [Theory, MemberData(nameof(Lengths))]
    public void Any_other_number_is_found_wherever_it_stands(int length)
    {
        foreach (double other in (double[])[100, -1, 0.5, 2147483648, -2147483648, 4294967296, 1e300, double.NaN, double.PositiveInfinity, double.NegativeInfinity])
        {
            for (int place = 0; place < length; place++)
            {
                double[] values = [.. Enumerable.Range(0, length).Select(i => i == place ? other : i % 100)];
                Assert.False(WholeNumbers.TryConvert(values, 100, new int[length]));
            }
        }
    }
}
