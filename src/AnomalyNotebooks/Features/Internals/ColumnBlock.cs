using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AnomalyNotebooks;

/// <summary>What is known of a column on its way through the steps of a recipe, apart from its values.</summary>
/// <param name="Name">The feature's name as it stands after the last step.</param>
/// <param name="Sources">The columns of the flow table it was made from.</param>
/// <param name="Vocabulary">For a text column, the texts that its values 0, 1, 2... stand for; null for numbers.</param>
internal sealed record FeatureColumn(string Name, IReadOnlyList<string> Sources, IReadOnlyList<string>? Vocabulary = null)
{
    public FeatureColumn Renamed(string name) => new(name, Sources);

    /// <summary>How a value of this column is written in a feature's name: its text, or the number.</summary>
    public string Text(double value)
    {
        if (Vocabulary is null) return value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        return Vocabulary[(int)value] is { Length: > 0 } text ? text : "(missing)";
    }
}

/// <summary>Values of some columns over a stretch of rows: <c>Columns[c][r]</c>, r below <see cref="Rows"/> (arrays may be
/// longer).</summary>
internal sealed class ColumnBlock(double[][] columns, int rows)
{
    public double[][] Columns { get; } = columns;

    public int Rows { get; set; } = rows;

    public Span<double> this[int column] => Columns[column].AsSpan(0, Rows);

    public static ColumnBlock Allocate(int columns, int rows)
    {
        var values = new double[columns][];
        for (int c = 0; c < columns; c++) values[c] = new double[rows];
        return new ColumnBlock(values, rows);
    }

    /// <summary>A block whose columns are lent by the shared pool, for a long stretch of rows that is needed for a moment only.</summary>
    public static ColumnBlock Rent(int columns, int rows)
    {
        var values = new double[columns][];
        for (int c = 0; c < columns; c++) values[c] = ArrayPool<double>.Shared.Rent(rows);
        return new ColumnBlock(values, rows);
    }

    /// <summary>Gives the columns of a rented block back; it must not be used any more.</summary>
    public void Return()
    {
        foreach (double[] column in Columns) ArrayPool<double>.Shared.Return(column);
    }

    /// <summary>Writes the columns side by side into rows of features, rounded to single precision.</summary>
    /// <param name="features">Which columns they are; there may be more in the block.</param>
    /// <param name="target">Row-major: the first column of row r goes to r * <paramref name="stride"/>.</param>
    /// <param name="stride">Number of features in a row.</param>
    /// <param name="firstRow">Row number of the block's first row, for messages.</param>
    /// <param name="from">The row of this block to begin at.</param>
    /// <param name="rows">How many rows; all if null.</param>
    /// <exception cref="AnomalyException">A value is too large for single precision; row and feature are named.</exception>
    public void WriteRows(
        IReadOnlyList<FeatureColumn> features, Span<float> target, int stride, int firstRow, int from = 0, int? rows = null)
    {
        int count = rows ?? Rows, c = 0;
        bool finite = true;
        for (; c <= features.Count - 4; c += 4)
            finite &= WriteFour(Columns.AsSpan(c, 4), from, count, target[c..], stride);
        for (; c < features.Count; c++)
        {
            ReadOnlySpan<double> column = Columns[c].AsSpan(from, count);
            for (int r = 0, place = c; r < column.Length; r++, place += stride)
            {
                float value = (float)column[r];
                finite &= float.IsFinite(value);
                target[place] = value;
            }
        }

        for (c = 0; !finite && c < features.Count; c++)
        {
            ReadOnlySpan<double> column = Columns[c].AsSpan(from, count);
            foreach (double value in column)
                if (!float.IsFinite((float)value)) throw TooLarge(column, features[c].Name, firstRow);
        }
    }

    // Two rows of four columns at a time: rounded, turned and written as four floats in a row. Whether all are finite.
    private static bool WriteFour(ReadOnlySpan<double[]> columns, int from, int rows, Span<float> target, int stride)
    {
        if (rows == 0) return true;
        ref double a = ref MemoryMarshal.GetReference(columns[0].AsSpan(from, rows));
        ref double b = ref MemoryMarshal.GetReference(columns[1].AsSpan(from, rows));
        ref double c = ref MemoryMarshal.GetReference(columns[2].AsSpan(from, rows));
        ref double d = ref MemoryMarshal.GetReference(columns[3].AsSpan(from, rows));
        ref float to = ref MemoryMarshal.GetReference(target[..(((rows - 1) * stride) + 4)]);
        Vector128<float> odd = Vector128<float>.Zero; // NaN where a value is not finite
        int r = 0;
        for (; r < rows - 1; r += 2)
        {
            Vector128<float> ab = Pair(ref a, ref b, r), cd = Pair(ref c, ref d, r);
            odd += (ab - ab) + (cd - cd);
            Vector128.Create(ab.GetLower(), cd.GetLower()).StoreUnsafe(ref to, (nuint)(r * stride));
            Vector128.Create(ab.GetUpper(), cd.GetUpper()).StoreUnsafe(ref to, (nuint)((r + 1) * stride));
        }

        if (r < rows)
        {
            Vector128<float> last = Vector128.Create(
                (float)Unsafe.Add(ref a, r), (float)Unsafe.Add(ref b, r), (float)Unsafe.Add(ref c, r), (float)Unsafe.Add(ref d, r));
            odd += last - last;
            last.StoreUnsafe(ref to, (nuint)(r * stride));
        }

        return Vector128.EqualsAll(odd, Vector128<float>.Zero);

        // Two rows of two columns: first row, second row.
        static Vector128<float> Pair(ref double one, ref double other, int row) => Vector128.Shuffle(
            Vector128.Narrow(Vector128.LoadUnsafe(ref one, (nuint)row), Vector128.LoadUnsafe(ref other, (nuint)row)),
            Vector128.Create(0, 2, 1, 3));
    }

    private static AnomalyException TooLarge(ReadOnlySpan<double> column, string name, int firstRow)
    {
        int r = 0;
        while (float.IsFinite((float)column[r])) r++;
        return new AnomalyException($"Row {firstRow + r} has {column[r].Shown()} as '{name}', more than single precision holds. "
            + "Scale the column, or take its logarithm.");
    }
}
