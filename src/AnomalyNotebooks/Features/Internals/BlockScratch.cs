namespace AnomalyNotebooks;

/// <summary>Columns of a block of rows for the time of one chain: the next chain writes over them, so that they stay in the nearest
/// cache. For one thread.</summary>
internal sealed class BlockScratch(int rows)
{
    private readonly double[] single = new double[rows];
    private readonly List<double[]> columns = [];

    /// <summary>Length of each column.</summary>
    public int Rows { get; } = rows;

    /// <summary>The first rows of a column that is the same at each call.</summary>
    public Span<double> Column(int count) => single.AsSpan(0, count);

    /// <summary>The columns from <paramref name="first"/> on; the same ones at each call.</summary>
    public double[][] Columns(int first, int count)
    {
        while (columns.Count < first + count) columns.Add(new double[Rows]);
        return [.. columns.Skip(first).Take(count)];
    }
}
