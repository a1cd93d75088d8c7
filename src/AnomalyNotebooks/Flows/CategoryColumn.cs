namespace AnomalyNotebooks;

/// <summary>A dictionary-coded text column: each flow holds an index into a short list of values.</summary>
public sealed class CategoryColumn
{
    /// <summary>Wraps codes and the values they index.</summary>
    public CategoryColumn(int[] codes, IReadOnlyList<string> values)
    {
        Codes = codes;
        Values = values;
    }

    /// <summary>Per flow, an index into <see cref="Values"/>.</summary>
    public int[] Codes { get; }

    /// <summary>The distinct values, sorted by ordinal comparison.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>The text of flow <paramref name="row"/>.</summary>
    public string this[int row] => Values[Codes[row]];

    /// <summary>Number of flows.</summary>
    public int Count => Codes.Length;

    /// <summary>The named rows, in that order; the values stay as they are, used or not.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A row is not in the column.</exception>
    public CategoryColumn Take(ReadOnlySpan<int> rows)
    {
        Require.Rows(rows, Count);
        var codes = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++) codes[i] = Codes[rows[i]];
        return new CategoryColumn(codes, Values);
    }
}
