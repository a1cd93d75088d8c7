namespace AnomalyNotebooks.Tests.Features;

public class RowMajorTest
{
    public static TheoryData<int> Widths => [0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 42, 43];

    [Theory, MemberData(nameof(Widths))]
    public void Every_value_goes_to_its_row_and_column_and_none_elsewhere(int width)
    {
        foreach (int rows in (int[])[0, 1, 3, 4, 5, 31, 32, 33])
        {
            int distance = rows + 3, stride = width + 2;
            float[] columns = [.. Enumerable.Range(0, Math.Max(1, width) * distance).Select(i => (float)i)];
            float[] target = [.. Enumerable.Repeat(-1f, (rows * stride) + 5)];
            RowMajor.Interleave(columns, distance, width, rows, target, stride);
            for (int i = 0; i < target.Length; i++)
            {
                (int row, int column) = Math.DivRem(i, stride);
                Assert.Equal(row < rows && column < width ? columns[(column * distance) + row] : -1, target[i]);
            }
        }
    }

    [Fact]
    public void Too_small_a_target_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RowMajor.Interleave(new float[64], 8, 8, 8, new float[63], 8));
}
