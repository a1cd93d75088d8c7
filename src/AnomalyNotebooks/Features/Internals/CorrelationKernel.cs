using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AnomalyNotebooks;

/// <summary>
/// Pearson coefficients of columns with columns. Rows go through in blocks: a block of every column is centred on the column's mean
/// into a buffer that stays in cache, then tiles of 4 by 4 columns add up their products, 16 sums in registers.
/// Bits do not depend on the machine: every sum is 8 lanes wide (row r in lane r mod 8) whatever the hardware's width, multiplication
/// and addition are rounded apart, and the rows are cut into a fixed number of parts, whichever thread takes them.
/// </summary>
internal static class CorrelationKernel
{
    private const int Lanes = 8, Tile = 4, BlockRows = 256, Parts = 8;

    /// <summary>Coefficients, columns x columns; NaN where a column is constant.</summary>
    /// <param name="columns">Columns of at least two finite values.</param>
    public static double[] Pearson(double[][] columns)
    {
        int count = columns.Length, rows = columns[0].Length;
        int tiled = (count + Tile - 1) / Tile * Tile; // padded with columns of zeros
        int blocksPerPart = (((rows + BlockRows - 1) / BlockRows) + Parts - 1) / Parts;
        int rowsPerPart = blocksPerPart * BlockRows;
        int parts = (rows + rowsPerPart - 1) / rowsPerPart;

        double[] means = Means(columns, rows, rowsPerPart, parts);
        var partProducts = new double[parts][];
        ParallelWork.For(parts, part => partProducts[part] = Products(columns, means, tiled, part * rowsPerPart,
            Math.Min(rows, (part + 1) * rowsPerPart)));
        double[] products = partProducts[0]; // tiled x tiled, the upper triangle of tiles
        foreach (double[] others in partProducts.Skip(1))
            for (int i = 0; i < products.Length; i++) products[i] += others[i];

        return Normalised(products, columns, count, tiled);
    }

    private static double[] Normalised(double[] products, double[][] columns, int count, int tiled)
    {
        var norms = new double[count];
        for (int c = 0; c < count; c++)
            norms[c] = columns[c].AsSpan().ContainsAnyExcept(columns[c][0]) ? Math.Sqrt(products[(c * tiled) + c]) : double.NaN;

        var coefficients = new double[count * count];
        for (int a = 0; a < count; a++)
        {
            for (int b = a; b < count; b++)
            {
                // Rounding must not carry a coefficient beyond 1, and a column goes with itself exactly.
                double coefficient = a == b ? norms[a] / norms[a] : Math.Clamp(products[(a * tiled) + b] / norms[a] / norms[b], -1, 1);
                coefficients[(a * count) + b] = coefficients[(b * count) + a] = coefficient;
            }
        }

        return coefficients;
    }

    private static double[] Means(double[][] columns, int rows, int rowsPerPart, int parts)
    {
        var sums = new double[parts][];
        ParallelWork.For(parts, part =>
        {
            int first = part * rowsPerPart, count = Math.Min(rowsPerPart, rows - first);
            sums[part] = [.. columns.Select(column => Sum(column.AsSpan(first, count)))];
        });
        var means = new double[columns.Length];
        for (int c = 0; c < means.Length; c++)
        {
            foreach (double[] part in sums) means[c] += part[c];
            means[c] /= rows;
        }

        return means;
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        ref double start = ref MemoryMarshal.GetReference(values);
        Vector512<double> even = Vector512<double>.Zero, odd = Vector512<double>.Zero;
        int r = 0;
        for (; r <= values.Length - (2 * Lanes); r += 2 * Lanes)
        {
            even += Vector512.LoadUnsafe(ref start, (nuint)r);
            odd += Vector512.LoadUnsafe(ref start, (nuint)(r + Lanes));
        }

        double sum = SumOfLanes(even + odd);
        for (; r < values.Length; r++) sum += values[r];
        return sum;
    }

    private static double[] Products(double[][] columns, double[] means, int tiled, int from, int to)
    {
        var sums = new Vector512<double>[tiled * tiled]; // one sum of 8 lanes for each pair
        var centred = new double[tiled * BlockRows]; // columns x rows of the block
        for (int first = from; first < to; first += BlockRows)
        {
            int rows = Math.Min(BlockRows, to - first);
            int padded = (rows + Lanes - 1) / Lanes * Lanes;
            for (int c = 0; c < columns.Length; c++)
            {
                Span<double> target = centred.AsSpan(c * BlockRows, padded);
                Centre(columns[c].AsSpan(first, rows), means[c], target);
                target[rows..].Clear();
            }

            for (int a = 0; a < tiled; a += Tile)
                for (int b = a; b < tiled; b += Tile)
                    AddTile(centred, a, b, padded, ref sums[(a * tiled) + b], tiled);
        }

        return [.. sums.Select(SumOfLanes)];
    }

    private static void Centre(ReadOnlySpan<double> values, double mean, Span<double> target)
    {
        ref double from = ref MemoryMarshal.GetReference(values), to = ref MemoryMarshal.GetReference(target);
        Vector512<double> means = Vector512.Create(mean);
        int r = 0;
        for (; r <= values.Length - Lanes; r += Lanes) (Vector512.LoadUnsafe(ref from, (nuint)r) - means).StoreUnsafe(ref to, (nuint)r);
        for (; r < values.Length; r++) target[r] = values[r] - mean;
    }

    // sums[i, j] += sum over rows of column a + i times column b + j, for i, j below 4.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTile(double[] centred, int a, int b, int rows, ref Vector512<double> sums, int stride)
    {
        ref double x = ref centred[a * BlockRows], y = ref centred[b * BlockRows];
        var (s00, s01, s02, s03) = Row(ref sums, 0);
        var (s10, s11, s12, s13) = Row(ref sums, stride);
        var (s20, s21, s22, s23) = Row(ref sums, 2 * stride);
        var (s30, s31, s32, s33) = Row(ref sums, 3 * stride);
        for (int r = 0; r < rows; r += Lanes)
        {
            Vector512<double> y0 = Vector512.LoadUnsafe(ref y, (nuint)r), y1 = Vector512.LoadUnsafe(ref y, (nuint)(r + BlockRows));
            Vector512<double> y2 = Vector512.LoadUnsafe(ref y, (nuint)(r + (2 * BlockRows))),
                y3 = Vector512.LoadUnsafe(ref y, (nuint)(r + (3 * BlockRows)));
            Vector512<double> column = Vector512.LoadUnsafe(ref x, (nuint)r);
            s00 += column * y0;
            s01 += column * y1;
            s02 += column * y2;
            s03 += column * y3;
            column = Vector512.LoadUnsafe(ref x, (nuint)(r + BlockRows));
            s10 += column * y0;
            s11 += column * y1;
            s12 += column * y2;
            s13 += column * y3;
            column = Vector512.LoadUnsafe(ref x, (nuint)(r + (2 * BlockRows)));
            s20 += column * y0;
            s21 += column * y1;
            s22 += column * y2;
            s23 += column * y3;
            column = Vector512.LoadUnsafe(ref x, (nuint)(r + (3 * BlockRows)));
            s30 += column * y0;
            s31 += column * y1;
            s32 += column * y2;
            s33 += column * y3;
        }

        SetRow(ref sums, 0, s00, s01, s02, s03);
        SetRow(ref sums, stride, s10, s11, s12, s13);
        SetRow(ref sums, 2 * stride, s20, s21, s22, s23);
        SetRow(ref sums, 3 * stride, s30, s31, s32, s33);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double>, Vector512<double>, Vector512<double>, Vector512<double>) Row(ref Vector512<double> sums,
        int offset) =>
        (Unsafe.Add(ref sums, offset), Unsafe.Add(ref sums, offset + 1), Unsafe.Add(ref sums, offset + 2),
            Unsafe.Add(ref sums, offset + 3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SetRow(
        ref Vector512<double> sums, int offset, Vector512<double> s0, Vector512<double> s1, Vector512<double> s2, Vector512<double> s3)
    {
        Unsafe.Add(ref sums, offset) = s0;
        Unsafe.Add(ref sums, offset + 1) = s1;
        Unsafe.Add(ref sums, offset + 2) = s2;
        Unsafe.Add(ref sums, offset + 3) = s3;
    }

    // A fixed tree: lane i with i + 4, then + 2, then + 1.
    private static double SumOfLanes(Vector512<double> lanes)
    {
        Vector256<double> four = lanes.GetLower() + lanes.GetUpper();
        Vector128<double> two = four.GetLower() + four.GetUpper();
        return two.GetElement(0) + two.GetElement(1);
    }
}
