namespace AnomalyNotebooks.Tests.Flows;

public sealed class NumberColumnTest
{
    [Theory]
    [InlineData(1, 0.0, 255.0)]
    [InlineData(2, 0.0, 256.0)]
    [InlineData(4, -1.0, 70_000.0)]
    [InlineData(4, 0.000011, 3.25)]
    [InlineData(4, 1e10, double.NaN)]
    [InlineData(8, 0.1 + 0.2)]
    [InlineData(8, 4_294_967_295.0)]
    [InlineData(4, -0.0)]
    [InlineData(8, double.MaxValue)]
    public void Numbers_are_kept_exactly_in_as_few_bytes_as_hold_them(int bytes, params double[] values)
    {
        NumberColumn packed = NumberColumn.Pack(values);
        Assert.Equal(bytes, packed.BytesEach);
        AssertSame(values, packed.Unpacked());
    }

    [Fact]
    public void Parts_of_any_kind_are_joined_exactly()
    {
        double[][] kinds = [[0, 255], [65_535], [-70_000], [0.000011], [1e10, double.NaN], [0.1 + 0.2], [1_999, 0.5], [70_000]];
        var random = new SeededRandom(3);
        for (int i = 0; i < 500; i++)
        {
            double[][] parts = [.. Enumerable.Range(0, 1 + random.Next(4)).Select(_ => kinds[random.Next(kinds.Length)])];
            NumberColumn joined = NumberColumn.Join([.. parts.Select(part => NumberColumn.Pack(part))]);
            double[] all = [.. parts.SelectMany(part => part)];
            AssertSame(all, joined.Unpacked());
            int[] rows = [.. Enumerable.Range(0, 5).Select(_ => random.Next(all.Length))];
            AssertSame([.. rows.Select(row => all[row])], joined.Take(rows).Unpacked());
            Assert.Equal(all.Count(double.IsNaN), joined.CountMissing());
            AssertSame(all, [.. Enumerable.Range(0, all.Length).Select(row => joined[row])]);
            var last = new double[all.Length - 1];
            joined.CopyTo(1, last);
            AssertSame(all[1..], last);
        }
    }

    private static void AssertSame(double[] expected, double[] actual) => Assert.Equal(
        expected.Select(value => double.IsNaN(value) ? 1 : BitConverter.DoubleToInt64Bits(value)),
        actual.Select(value => double.IsNaN(value) ? 1 : BitConverter.DoubleToInt64Bits(value)));
}
