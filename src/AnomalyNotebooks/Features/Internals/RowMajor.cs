using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AnomalyNotebooks;

/// <summary>From columns to rows. Moves bits only.</summary>
internal static class RowMajor
{
    private const int Wide = 8, Quad = 4;

    /// <summary>Writes columns side by side into row-major storage.</summary>
    /// <param name="columns">The columns, one after the other.</param>
    /// <param name="distance">From the begin of one column to that of the next, at least <paramref name="rows"/>.</param>
    /// <param name="width">How many columns.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="target">Begins at the first column of the first row.</param>
    /// <param name="stride">Distance between rows of the target.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Interleave(ReadOnlySpan<float> columns, int distance, int width, int rows, Span<float> target, int stride)
    {
        if (width == 0 || rows == 0) return;
        ref float from = ref MemoryMarshal.GetReference(columns[..(((width - 1) * distance) + rows)]);
        ref float to = ref MemoryMarshal.GetReference(target[..(((rows - 1) * stride) + width)]);
        int whole = Avx.IsSupported && width >= Wide ? rows / Quad * Quad : 0;
        for (int r = 0; r < whole; r += Quad)
        {
            // The last eight columns may overlap those before: they are written twice, the same.
            for (int c = 0; c < width; c = c + Wide <= width - Wide || c == width - Wide ? c + Wide : width - Wide)
                EightColumns(ref Unsafe.Add(ref from, (c * distance) + r), distance, ref Unsafe.Add(ref to, (r * stride) + c), stride);
        }

        for (int r = whole; r < rows; r++)
            for (int c = 0; c < width; c++) Unsafe.Add(ref to, (r * stride) + c) = Unsafe.Add(ref from, (c * distance) + r);
    }

    // Four rows of eight columns: a 4 by 4 transposition in each half of the registers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EightColumns(ref float from, nint distance, ref float to, nint stride)
    {
        Vector256<float> c04 = Pair(ref from, distance), c15 = Pair(ref Unsafe.Add(ref from, distance), distance);
        Vector256<float> c26 = Pair(ref Unsafe.Add(ref from, 2 * distance), distance), c37 = Pair(ref Unsafe.Add(ref from, 3 * distance), distance);
        Vector256<float> low01 = Avx.UnpackLow(c04, c15), high01 = Avx.UnpackHigh(c04, c15), low23 = Avx.UnpackLow(c26, c37), high23 = Avx.UnpackHigh(c26, c37);
        Avx.Shuffle(low01, low23, 0x44).StoreUnsafe(ref to);
        Avx.Shuffle(low01, low23, 0xEE).StoreUnsafe(ref Unsafe.Add(ref to, stride));
        Avx.Shuffle(high01, high23, 0x44).StoreUnsafe(ref Unsafe.Add(ref to, 2 * stride));
        Avx.Shuffle(high01, high23, 0xEE).StoreUnsafe(ref Unsafe.Add(ref to, 3 * stride));
    }

    // Four rows of a column, and of the one four columns on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Pair(ref float column, nint distance) =>
        Avx.InsertVector128(Vector128.LoadUnsafe(ref column).ToVector256Unsafe(), Vector128.LoadUnsafe(ref Unsafe.Add(ref column, 4 * distance)), 1);
}
