using System.Globalization;

namespace AnomalyNotebooks;

/// <summary>Rows of features as a model takes them: <see cref="Rows"/> by <see cref="Columns"/> numbers, row-major, every column
/// named.</summary>
/// <remarks>The values are not copied: a matrix is a view of the array it was made from.</remarks>
[TypeFormatterSource]
public sealed class FeatureMatrix : IRichOutput
{
    /// <summary>Wraps <paramref name="values"/>, of length rows times <c>names.Count</c>, row-major.</summary>
    /// <exception cref="ArgumentException">The length is not rows times columns.</exception>
    public FeatureMatrix(float[] values, int rows, IReadOnlyList<string> names)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        if ((long)rows * Require.Given(names).Count != Require.Given(values).Length)
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
    /// <exception cref="ArgumentOutOfRangeException">A row is not in the matrix.</exception>
    public FeatureMatrix Take(ReadOnlySpan<int> rows)
    {
        Require.Rows(rows, Rows);
        var taken = new float[rows.Length * Columns];
        for (int i = 0; i < rows.Length; i++) Row(rows[i]).CopyTo(taken.AsSpan(i * Columns));
        return new FeatureMatrix(taken, rows.Length, Names);
    }

    /// <summary>These features and then others of the same rows.</summary>
    internal FeatureMatrix Beside(FeatureMatrix other)
    {
        int width = Columns + other.Columns;
        var values = new float[Rows * width];
        for (int r = 0; r < Rows; r++)
        {
            Row(r).CopyTo(values.AsSpan(r * width));
            other.Row(r).CopyTo(values.AsSpan((r * width) + Columns));
        }

        return new FeatureMatrix(values, Rows, [.. Names, .. other.Names]);
    }

    /// <summary>Refuses a NaN or an infinity.</summary>
    /// <param name="which">What to call the rows in the message.</param>
    /// <exception cref="AnomalyException">There is one; its row and feature are named.</exception>
    internal void RequireFinite(string which)
    {
        int place = Array.FindIndex(Values, value => !float.IsFinite(value));
        if (place >= 0)
            throw new AnomalyException(FormattableString.Invariant(
                $"The {which} rows hold {Values[place]} in row {place / Columns} (counted from 0), feature '{Names[place % Columns]}': ")
                + "expected finite numbers.");
    }

    /// <summary>Refuses other features than those that a model was fitted on.</summary>
    /// <param name="expected">Their names, in order.</param>
    /// <param name="which">What to call the rows in the message.</param>
    /// <exception cref="AnomalyException">The first that differs is named.</exception>
    internal void RequireNames(IReadOnlyList<string> expected, string which)
    {
        if (ReferenceEquals(Names, expected) || Names.SequenceEqual(expected, StringComparer.Ordinal)) return;
        int first = 0;
        while (first < Math.Min(Columns, expected.Count) && string.Equals(Names[first], expected[first], StringComparison.Ordinal)) first++;
        string Name(IReadOnlyList<string> names) => first < names.Count ? $"'{names[first]}'" : "nothing";
        throw new AnomalyException(
            $"The {which} rows have {Columns} features, the training rows {expected.Count}; at position {first + 1} stands "
            + $"{Name(Names)}: expected {Name(expected)}. Use the same fitted preprocessing for both.");
    }

    /// <summary>The first rows, in the first columns, as an HTML table.</summary>
    public string ToHtml() => Head().ToHtml();

    /// <summary>The same as text.</summary>
    public override string ToString() => Head().ToString();

    private HtmlTable Head()
    {
        const int shownRows = 5, shownColumns = 10;
        int columns = Math.Min(shownColumns, Columns);
        return HtmlTable.FromRows(
                [.. Names.Take(columns)],
                Enumerable.Range(0, Math.Min(shownRows, Rows)).Select(row =>
                    Enumerable.Range(0, columns).Select(column => (object?)this[row, column]).ToArray()))
            .WithNote(string.Create(CultureInfo.InvariantCulture, $"{Rows:#,0} rows of {Columns:#,0} features; {columns} shown."));
    }
}
