namespace AnomalyNotebooks;

/// <summary>Means and covariances of features, summed in blocks of rows of a fixed size, so that the number of threads changes no
/// bit.</summary>
internal static class Moments
{
    private const int BlockRows = 2048;

    /// <summary>The mean of each column.</summary>
    public static double[] Mean(FeatureMatrix rows)
    {
        double[] mean = SumOfBlocks(rows.Rows, rows.Columns, (row, sums) =>
        {
            ReadOnlySpan<float> values = rows.Row(row);
            for (int c = 0; c < values.Length; c++) sums[c] += values[c];
        });
        for (int c = 0; c < mean.Length; c++) mean[c] /= rows.Rows;
        return mean;
    }

    /// <summary>The covariance matrix, columns by columns, divided by the number of rows less <paramref name="lostDegrees"/> (1 as
    /// scikit-learn's PCA, 0 as its mixture).</summary>
    public static double[] Covariance(FeatureMatrix rows, double[] mean, int lostDegrees)
    {
        int n = rows.Columns;
        double[] covariance = SumOfBlocks(rows.Rows, n * n, (row, sums) =>
        {
            Span<double> deviation = n <= 512 ? stackalloc double[n] : new double[n];
            Deviation(rows.Row(row), mean, deviation);
            for (int i = 0; i < n; i++)
                if (deviation[i] != 0) VectorMath.AddScaled(sums.AsSpan((i * n) + i, n - i), deviation[i], deviation[i..]);
        });

        double divisor = Math.Max(rows.Rows - lostDegrees, 1);
        for (int i = 0; i < n; i++)
        {
            for (int j = i; j < n; j++)
                covariance[(j * n) + i] = covariance[(i * n) + j] /= divisor;
        }

        return covariance;
    }

    /// <summary>deviation = row - mean.</summary>
    public static void Deviation(ReadOnlySpan<float> row, double[] mean, Span<double> deviation)
    {
        for (int c = 0; c < row.Length; c++) deviation[c] = row[c] - mean[c];
    }

    private static double[] SumOfBlocks(int rows, int length, Action<int, double[]> addRow)
    {
        int blocks = (rows + BlockRows - 1) / BlockRows;
        var sums = new double[blocks][];
        ParallelWork.For(blocks, block =>
        {
            sums[block] = new double[length];
            for (int row = block * BlockRows; row < Math.Min(rows, (block + 1) * BlockRows); row++) addRow(row, sums[block]);
        });

        var total = new double[length];
        foreach (double[] block in sums) VectorMath.AddScaled(total, 1, block);
        return total;
    }
}
