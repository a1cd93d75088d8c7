using System.Runtime.CompilerServices;

namespace AnomalyNotebooks.Engine;

/// <summary>
/// C[i, j] = init[i, j] + Σ_k A[i, k] B[k, j], each sum in the order of k by fused multiply-adds: every product of the network.
/// Lanes are columns j, so the width of a vector and the size of a tile change no bit.
/// </summary>
/// <remarks>
/// Why a tile is 12 rows by one vector: 12 accumulators cover the latency of the multiply-add (4 cycles at up to 2 a cycle), need
/// one load of B for 12 products, and with it and a broadcast of A fit the 16 registers of AVX2; 12 rows are the reference's batch.
/// Strides of A are free, so that one kernel serves the forward pass (A: rows by inputs), the gradient of the inputs (the same
/// with transposed weights) and that of the weights (A transposed: inputs by rows).
/// </remarks>
internal static unsafe class MatrixKernel
{
    /// <summary>Computes <paramref name="rows"/> by <paramref name="columns"/> sums of <paramref name="depth"/> products.</summary>
    /// <param name="a">A; element (i, k) at i * <paramref name="aRow"/> + k * <paramref name="aStep"/>.</param>
    /// <param name="aRow">Floats from a row of A to the next.</param>
    /// <param name="aStep">Floats from a column of A to the next.</param>
    /// <param name="b">B; element (k, j) at k * <paramref name="bRow"/> + j.</param>
    /// <param name="bRow">Floats from a row of B to the next.</param>
    /// <param name="init">What the sums start with; element (i, j) at i * <paramref name="initRow"/> + j.</param>
    /// <param name="initRow">Floats from a row of init to the next; 0 for a bias, the same for all rows.</param>
    /// <param name="c">The result; element (i, j) at i * <paramref name="cRow"/> + j. May be init itself.</param>
    /// <param name="cRow">Floats from a row of the result to the next.</param>
    /// <param name="rows">Number of i.</param>
    /// <param name="depth">Number of k.</param>
    /// <param name="columns">Number of j, a multiple of 8.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyAdd<TWide, TWideVector, TNarrow, TNarrowVector>(
        float* a, nint aRow, nint aStep, float* b, nint bRow, float* init, nint initRow, float* c, nint cRow, int rows, int depth,
        int columns)
        where TWide : ILanes<TWideVector>
        where TWideVector : struct
        where TNarrow : ILanes<TNarrowVector>
        where TNarrowVector : struct
    {
        int j = 0;
        for (; j + TWide.Count <= columns; j += TWide.Count)
            Column<TWide, TWideVector>(a, aRow, aStep, b + j, bRow, init + j, initRow, c + j, cRow, rows, depth);
        for (; j < columns; j += TNarrow.Count)
            Column<TNarrow, TNarrowVector>(a, aRow, aStep, b + j, bRow, init + j, initRow, c + j, cRow, rows, depth);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Column<T, TVector>(
        float* a, nint aRow, nint aStep, float* b, nint bRow, float* init, nint initRow, float* c, nint cRow, int rows, int depth)
        where T : ILanes<TVector>
        where TVector : struct
    {
        int i = 0;
        for (; i + 12 <= rows; i += 12)
            Tile12<T, TVector>(a + (i * aRow), aRow, aStep, b, bRow, init + (i * initRow), initRow, c + (i * cRow), cRow, depth);
        for (; i + 4 <= rows; i += 4)
            Tile4<T, TVector>(a + (i * aRow), aRow, aStep, b, bRow, init + (i * initRow), initRow, c + (i * cRow), cRow, depth);
        for (; i < rows; i++) Tile1<T, TVector>(a + (i * aRow), aStep, b, bRow, init + (i * initRow), c + (i * cRow), depth);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile12<T, TVector>(
        float* a, nint aRow, nint aStep, float* b, nint bRow, float* init, nint initRow, float* c, nint cRow, int depth)
        where T : ILanes<TVector>
        where TVector : struct
    {
        TVector c0 = T.Load(init), c1 = T.Load(init + initRow), c2 = T.Load(init + (2 * initRow)), c3 = T.Load(init + (3 * initRow));
        TVector c4 = T.Load(init + (4 * initRow)), c5 = T.Load(init + (5 * initRow)), c6 = T.Load(init + (6 * initRow)),
            c7 = T.Load(init + (7 * initRow));
        TVector c8 = T.Load(init + (8 * initRow)), c9 = T.Load(init + (9 * initRow)), c10 = T.Load(init + (10 * initRow)),
            c11 = T.Load(init + (11 * initRow));

        // Every third row has a pointer, and the two after it are at offsets that an address can hold.
        float* a0 = a, a3 = a + (3 * aRow), a6 = a + (6 * aRow), a9 = a + (9 * aRow);
        for (int k = 0; k < depth; k++)
        {
            TVector bk = T.Load(b);
            c0 = T.MultiplyAdd(bk, T.Broadcast(a0[0]), c0);
            c1 = T.MultiplyAdd(bk, T.Broadcast(a0[aRow]), c1);
            c2 = T.MultiplyAdd(bk, T.Broadcast(a0[2 * aRow]), c2);
            c3 = T.MultiplyAdd(bk, T.Broadcast(a3[0]), c3);
            c4 = T.MultiplyAdd(bk, T.Broadcast(a3[aRow]), c4);
            c5 = T.MultiplyAdd(bk, T.Broadcast(a3[2 * aRow]), c5);
            c6 = T.MultiplyAdd(bk, T.Broadcast(a6[0]), c6);
            c7 = T.MultiplyAdd(bk, T.Broadcast(a6[aRow]), c7);
            c8 = T.MultiplyAdd(bk, T.Broadcast(a6[2 * aRow]), c8);
            c9 = T.MultiplyAdd(bk, T.Broadcast(a9[0]), c9);
            c10 = T.MultiplyAdd(bk, T.Broadcast(a9[aRow]), c10);
            c11 = T.MultiplyAdd(bk, T.Broadcast(a9[2 * aRow]), c11);
            a0 += aStep;
            a3 += aStep;
            a6 += aStep;
            a9 += aStep;
            b += bRow;
        }

        T.Store(c, c0);
        T.Store(c + cRow, c1);
        T.Store(c + (2 * cRow), c2);
        T.Store(c + (3 * cRow), c3);
        T.Store(c + (4 * cRow), c4);
        T.Store(c + (5 * cRow), c5);
        T.Store(c + (6 * cRow), c6);
        T.Store(c + (7 * cRow), c7);
        T.Store(c + (8 * cRow), c8);
        T.Store(c + (9 * cRow), c9);
        T.Store(c + (10 * cRow), c10);
        T.Store(c + (11 * cRow), c11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4<T, TVector>(
        float* a, nint aRow, nint aStep, float* b, nint bRow, float* init, nint initRow, float* c, nint cRow, int depth)
        where T : ILanes<TVector>
        where TVector : struct
    {
        TVector c0 = T.Load(init), c1 = T.Load(init + initRow), c2 = T.Load(init + (2 * initRow)), c3 = T.Load(init + (3 * initRow));
        float* a3 = a + (3 * aRow);
        for (int k = 0; k < depth; k++)
        {
            TVector bk = T.Load(b);
            c0 = T.MultiplyAdd(bk, T.Broadcast(a[0]), c0);
            c1 = T.MultiplyAdd(bk, T.Broadcast(a[aRow]), c1);
            c2 = T.MultiplyAdd(bk, T.Broadcast(a[2 * aRow]), c2);
            c3 = T.MultiplyAdd(bk, T.Broadcast(a3[0]), c3);
            a += aStep;
            a3 += aStep;
            b += bRow;
        }

        T.Store(c, c0);
        T.Store(c + cRow, c1);
        T.Store(c + (2 * cRow), c2);
        T.Store(c + (3 * cRow), c3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile1<T, TVector>(float* a, nint aStep, float* b, nint bRow, float* init, float* c, int depth)
        where T : ILanes<TVector>
        where TVector : struct
    {
        TVector sum = T.Load(init);
        for (int k = 0; k < depth; k++) sum = T.MultiplyAdd(T.Load(b + (k * bRow)), T.Broadcast(a[k * aStep]), sum);
        T.Store(c, sum);
    }
}
