namespace AnomalyNotebooks.Tests.Features;

public class ColumnSumsTest
{
    public static TheoryData<int> Rows => [1, 2, 3, 4, 5, 7, 8, 63, 64, 1001];

    [Theory, MemberData(nameof(Rows))]
    public void Each_column_is_summed_one_row_after_the_other(int rows)
    {
        var random = new SeededRandom((ulong)rows);
        for (int count = 1; count <= ColumnSums.Columns; count++)
        {
            // Of such unlike sizes that another order of the sum would show in its last bits; longer than there are rows.
            double[][] columns = [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, rows + 6).Select(i => Math.ScaleB(random.NextDouble() - 0.5, i % 40)).ToArray())];
            double[] centres = [.. columns.Select(column => column[^1])], sums = new double[count], differences = new double[count], squares = new double[count];
            ColumnSums.Sum(columns, rows, sums);
            ColumnSums.SumDifferences(columns, rows, centres, differences, squares);
            for (int c = 0; c < count; c++)
            {
                double sum = 0, difference = 0, square = 0;
                for (int r = 0; r < rows; r++)
                {
                    sum += columns[c][r];
                    difference += columns[c][r] - centres[c];
                    square += (columns[c][r] - centres[c]) * (columns[c][r] - centres[c]);
                }

                Assert.Equal((sum, difference, square), (sums[c], differences[c], squares[c]));
            }
        }
    }
}
