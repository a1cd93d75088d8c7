namespace AnomalyNotebooks;

/// <summary>Values of some columns over a stretch of rows: <c>Columns[c][r]</c>, r below <see cref="Rows"/> (arrays may be longer).</summary>
internal sealed class ColumnBlock(double[][] columns, int rows)
{
    public double[][] Columns { get; } = columns;

    public int Rows { get; set; } = rows;

    public Span<double> this[int column] => Columns[column].AsSpan(0, Rows);

    /// <summary>One of the columns, not copied.</summary>
    public ColumnBlock Column(int column) => new([Columns[column]], Rows);

    /// <summary>A block of one column.</summary>
    public static ColumnBlock Of(double[] values) => new([values], values.Length);

    public static ColumnBlock Allocate(int columns, int rows)
    {
        var values = new double[columns][];
        for (int c = 0; c < columns; c++) values[c] = new double[rows];
        return new ColumnBlock(values, rows);
    }
}
