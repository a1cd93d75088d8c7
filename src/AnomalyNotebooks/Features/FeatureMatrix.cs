namespace AnomalyNotebooks;

/// <summary>Rows of features as a model takes them: <see cref="Rows"/> by <see cref="Columns"/> numbers, row-major, every column
/// named.</summary>
/// <remarks>The values are not copied: a matrix is a view of the array it was made from.</remarks>
public sealed class FeatureMatrix
{
    /// <summary>Wraps <paramref name="values"/>, of length rows times <c>names.Count</c>, row-major.</summary>
    /// <exception cref="ArgumentException">The length is not rows times columns.</exception>
    public FeatureMatrix(float[] values, int rows, IReadOnlyList<string> names)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        if ((long)rows * names.Count != values.Length)
            throw new ArgumentException($"{values.Length} values do not make {rows} rows of {names.Count} columns.", nameof(values));
        Values = values;
        Rows = rows;
        Names = names;
    }

    /// <summary>All values, row-major: column c of row r is <c>Values[r * Columns + c]</c>.</summary>
    public float[] Values { get; }

    /// <summary>Number of flows.</summary>
    public int Rows { get; }

    /// <summary>Number of features.</summary>
    public int Columns => Names.Count;

    /// <summary>The features' names, in column order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The value of feature <paramref name="column"/> of row <paramref name="row"/>.</summary>
    public float this[int row, int column] => Row(row)[column];

    /// <summary>One row, as a view.</summary>
    public ReadOnlySpan<float> Row(int row) => Values.AsSpan(row * Columns, Columns);

    /// <summary>The rows named by <paramref name="rows"/>, in that order, copied.</summary>
    public FeatureMatrix Take(ReadOnlySpan<int> rows)
    {
        var taken = new float[rows.Length * Columns];
        for (int i = 0; i < rows.Length; i++) Row(rows[i]).CopyTo(taken.AsSpan(i * Columns));
        return new FeatureMatrix(taken, rows.Length, Names);
    }
}
