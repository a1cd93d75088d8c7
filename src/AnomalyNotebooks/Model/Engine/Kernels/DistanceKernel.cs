using System.Runtime.CompilerServices;

namespace AnomalyNotebooks.Engine;

/// <summary>
/// Squared Euclidean distances of 4 rows to a panel of <see cref="PanelRows"/> others, each sum in the order of the features by fused
/// multiply-adds. Lanes are rows of the panel, so the width of a vector changes no bit.
/// </summary>
/// <remarks>
/// Differences are squared as they are: |a|² + |b|² - 2ab would cost half, but loses in rounding what near neighbours differ by, and
/// the distance of equal rows must be 0. A tile is 4 rows by 2 vectors: 8 sums cover the latency of the multiply-add and fit the 16
/// registers of AVX2.
/// </remarks>
internal static unsafe class DistanceKernel
{
    /// <summary>Rows a panel holds. A panel is stored feature by feature: (feature, row) at feature * PanelRows + row.</summary>
    public const int PanelRows = 32;

    /// <summary>Fills <paramref name="distances"/>, 4 by <see cref="PanelRows"/>.</summary>
    /// <param name="q0">First row, <paramref name="features"/> floats.</param>
    /// <param name="q1">Second row.</param>
    /// <param name="q2">Third row.</param>
    /// <param name="q3">Fourth row.</param>
    /// <param name="panel">The panel, features by <see cref="PanelRows"/>.</param>
    /// <param name="features">Number of features.</param>
    /// <param name="distances">The result.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Squared<T, TVector>(float* q0, float* q1, float* q2, float* q3, float* panel, int features, float* distances)
        where T : ILanes<TVector>
        where TVector : struct
    {
        for (int j = 0; j < PanelRows; j += 2 * T.Count)
        {
            TVector zero = T.Broadcast(0);
            TVector a0 = zero, a1 = zero, a2 = zero, a3 = zero, b0 = zero, b1 = zero, b2 = zero, b3 = zero;
            float* p = panel + j;
            for (int c = 0; c < features; c++)
            {
                TVector a = T.Load(p), b = T.Load(p + T.Count);
                TVector q = T.Broadcast(q0[c]), da = T.Subtract(q, a), db = T.Subtract(q, b);
                a0 = T.MultiplyAdd(da, da, a0);
                b0 = T.MultiplyAdd(db, db, b0);
                q = T.Broadcast(q1[c]);
                da = T.Subtract(q, a);
                db = T.Subtract(q, b);
                a1 = T.MultiplyAdd(da, da, a1);
                b1 = T.MultiplyAdd(db, db, b1);
                q = T.Broadcast(q2[c]);
                da = T.Subtract(q, a);
                db = T.Subtract(q, b);
                a2 = T.MultiplyAdd(da, da, a2);
                b2 = T.MultiplyAdd(db, db, b2);
                q = T.Broadcast(q3[c]);
                da = T.Subtract(q, a);
                db = T.Subtract(q, b);
                a3 = T.MultiplyAdd(da, da, a3);
                b3 = T.MultiplyAdd(db, db, b3);
                p += PanelRows;
            }

            float* d = distances + j;
            T.Store(d, a0);
            T.Store(d + T.Count, b0);
            T.Store(d + PanelRows, a1);
            T.Store(d + PanelRows + T.Count, b1);
            T.Store(d + (2 * PanelRows), a2);
            T.Store(d + (2 * PanelRows) + T.Count, b2);
            T.Store(d + (3 * PanelRows), a3);
            T.Store(d + (3 * PanelRows) + T.Count, b3);
        }
    }
}
