using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AnomalyNotebooks;

/// <summary>
/// Sums of columns, each one row after the other from the first to the last, so that there is one result. A sum waits for the one
/// before it; so several columns are summed at a time, each in a lane of its own.
/// </summary>
internal static class ColumnSums
{
    /// <summary>How many columns are summed at a time.</summary>
    public const int Columns = 8;

    private const int Quad = 4;

    /// <summary>The sum of each column.</summary>
    /// <param name="columns">At most <see cref="Columns"/>, and at least one.</param>
    /// <param name="rows">How many values of each count.</param>
    /// <param name="sums">As many as columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum(ReadOnlySpan<double[]> columns, int rows, Span<double> sums)
    {
        Vector256<double> low = Vector256<double>.Zero, high = low;
        int r = 0;
        if (Avx.IsSupported)
        {
            Span<int> places = stackalloc int[Columns];
            Places(places, columns.Length);
            ref double c0 = ref Start(columns, rows, places[0]), c1 = ref Start(columns, rows, places[1]), c2 = ref Start(columns, rows, places[2]), c3 = ref Start(columns, rows, places[3]);
            ref double c4 = ref Start(columns, rows, places[4]), c5 = ref Start(columns, rows, places[5]), c6 = ref Start(columns, rows, places[6]), c7 = ref Start(columns, rows, places[7]);
            for (; r <= rows - Quad; r += Quad)
            {
                (Vector256<double> a0, Vector256<double> a1, Vector256<double> a2, Vector256<double> a3) = Rows(ref c0, ref c1, ref c2, ref c3, (nuint)r);
                (Vector256<double> b0, Vector256<double> b1, Vector256<double> b2, Vector256<double> b3) = Rows(ref c4, ref c5, ref c6, ref c7, (nuint)r);
                low = low + a0 + a1 + a2 + a3;
                high = high + b0 + b1 + b2 + b3;
            }
        }

        for (int c = 0; c < columns.Length; c++)
        {
            double sum = c < Quad ? low.GetElement(c) : high.GetElement(c - Quad);
            foreach (double value in columns[c].AsSpan(r, rows - r)) sum += value;
            sums[c] = sum;
        }
    }

    /// <summary>The sums of each column's differences from a number, and of their squares.</summary>
    /// <param name="columns">At most <see cref="Columns"/>, and at least one.</param>
    /// <param name="rows">How many values of each count.</param>
    /// <param name="centres">The number for each column.</param>
    /// <param name="sums">As many as columns.</param>
    /// <param name="squares">As many as columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumDifferences(ReadOnlySpan<double[]> columns, int rows, ReadOnlySpan<double> centres, Span<double> sums, Span<double> squares)
    {
        Vector256<double> low = Vector256<double>.Zero, high = low, lowSquares = low, highSquares = low;
        int r = 0;
        if (Avx.IsSupported)
        {
            Span<int> places = stackalloc int[Columns];
            Places(places, columns.Length);
            Vector256<double> lowCentres = Vector256.Create(centres[places[0]], centres[places[1]], centres[places[2]], centres[places[3]]);
            Vector256<double> highCentres = Vector256.Create(centres[places[4]], centres[places[5]], centres[places[6]], centres[places[7]]);
            ref double c0 = ref Start(columns, rows, places[0]), c1 = ref Start(columns, rows, places[1]), c2 = ref Start(columns, rows, places[2]), c3 = ref Start(columns, rows, places[3]);
            ref double c4 = ref Start(columns, rows, places[4]), c5 = ref Start(columns, rows, places[5]), c6 = ref Start(columns, rows, places[6]), c7 = ref Start(columns, rows, places[7]);
            for (; r <= rows - Quad; r += Quad)
            {
                (Vector256<double> a0, Vector256<double> a1, Vector256<double> a2, Vector256<double> a3) = Rows(ref c0, ref c1, ref c2, ref c3, (nuint)r);
                (a0, a1, a2, a3) = (a0 - lowCentres, a1 - lowCentres, a2 - lowCentres, a3 - lowCentres);
                low = low + a0 + a1 + a2 + a3;
                lowSquares = lowSquares + (a0 * a0) + (a1 * a1) + (a2 * a2) + (a3 * a3);
                (Vector256<double> b0, Vector256<double> b1, Vector256<double> b2, Vector256<double> b3) = Rows(ref c4, ref c5, ref c6, ref c7, (nuint)r);
                (b0, b1, b2, b3) = (b0 - highCentres, b1 - highCentres, b2 - highCentres, b3 - highCentres);
                high = high + b0 + b1 + b2 + b3;
                highSquares = highSquares + (b0 * b0) + (b1 * b1) + (b2 * b2) + (b3 * b3);
            }
        }

        for (int c = 0; c < columns.Length; c++)
        {
            (double sum, double square) = c < Quad ? (low.GetElement(c), lowSquares.GetElement(c)) : (high.GetElement(c - Quad), highSquares.GetElement(c - Quad));
            foreach (double value in columns[c].AsSpan(r, rows - r))
            {
                double difference = value - centres[c];
                square += difference * difference;
                sum += difference;
            }

            (sums[c], squares[c]) = (sum, square);
        }
    }

    // Lanes without a column of their own repeat the last one.
    private static void Places(Span<int> places, int columns)
    {
        for (int lane = 0; lane < places.Length; lane++) places[lane] = Math.Min(lane, columns - 1);
    }

    private static ref double Start(ReadOnlySpan<double[]> columns, int rows, int column) => ref MemoryMarshal.GetReference(columns[column].AsSpan(0, rows));

    // Four rows of four columns.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<double> R0, Vector256<double> R1, Vector256<double> R2, Vector256<double> R3) Rows(ref double c0, ref double c1, ref double c2, ref double c3, nuint r)
    {
        Vector256<double> x0 = Vector256.LoadUnsafe(ref c0, r), x1 = Vector256.LoadUnsafe(ref c1, r), x2 = Vector256.LoadUnsafe(ref c2, r), x3 = Vector256.LoadUnsafe(ref c3, r);
        Vector256<double> even01 = Avx.UnpackLow(x0, x1), odd01 = Avx.UnpackHigh(x0, x1), even23 = Avx.UnpackLow(x2, x3), odd23 = Avx.UnpackHigh(x2, x3);
        return (Avx.Permute2x128(even01, even23, 0x20), Avx.Permute2x128(odd01, odd23, 0x20), Avx.Permute2x128(even01, even23, 0x31), Avx.Permute2x128(odd01, odd23, 0x31));
    }
}
