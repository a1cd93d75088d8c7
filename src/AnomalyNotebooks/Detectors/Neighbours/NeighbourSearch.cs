using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using AnomalyNotebooks.Engine;

namespace AnomalyNotebooks;

/// <summary>Exact nearest neighbours by comparing every query with every training row, in blocks that stay in the cache. Immutable.</summary>
internal sealed unsafe class NeighbourSearch
{
    private const int PanelRows = DistanceKernel.PanelRows;
    private const int QueriesPerPart = 512;
    private const int BlockBytes = 32 * 1024; // of training panels: they stay in the first-level cache while all queries of a part pass

    private readonly AlignedFloats panels; // panels x features x PanelRows; rows past the end are infinitely far away
    private readonly int features;

    public NeighbourSearch(FeatureMatrix training)
    {
        features = training.Columns;
        Rows = training.Rows;
        int panelCount = (Rows + PanelRows - 1) / PanelRows;
        panels = new AlignedFloats((long)panelCount * PanelRows * features);
        Span<float> values = panels.Span;
        values.Fill(float.PositiveInfinity);
        for (int row = 0; row < Rows; row++)
        {
            Span<float> panel = values.Slice(row / PanelRows * PanelRows * features, PanelRows * features);
            ReadOnlySpan<float> source = training.Row(row);
            for (int c = 0; c < features; c++) panel[(c * PanelRows) + (row % PanelRows)] = source[c];
        }
    }

    /// <summary>Number of training rows.</summary>
    public int Rows { get; }

    /// <summary>The value of a training row.</summary>
    public float this[int row, int feature] => panels.Span[(((row / PanelRows * features) + feature) * PanelRows) + (row % PanelRows)];

    /// <summary>
    /// The <paramref name="k"/> nearest training rows of each query, nearest first; of equally near ones the first row.
    /// </summary>
    /// <param name="queries">Rows with the same features.</param>
    /// <param name="k">At most <see cref="Rows"/>, less one where each leaves itself out.</param>
    /// <param name="leaveOwnRowOut">Whether query i is training row i and must not find itself.</param>
    public (int[] Rows, float[] SquaredDistances) Nearest(FeatureMatrix queries, int k, bool leaveOwnRowOut) =>
        Vector512.IsHardwareAccelerated ? Nearest<Lanes512, Vector512<float>>(queries, k, leaveOwnRowOut)
        : Vector256.IsHardwareAccelerated && !SoftwareFma.IsNeeded ? Nearest<Lanes256, Vector256<float>>(queries, k, leaveOwnRowOut)
        : Vector128.IsHardwareAccelerated ? Nearest<Lanes128, Vector128<float>>(queries, k, leaveOwnRowOut)
        : Nearest<LanesScalar, float>(queries, k, leaveOwnRowOut);

    /// <summary>The same with given lanes; for tests.</summary>
    internal (int[] Rows, float[] SquaredDistances) Nearest<T, TVector>(FeatureMatrix queries, int k, bool leaveOwnRowOut)
        where T : ILanes<TVector>
        where TVector : struct
    {
        var rows = new int[queries.Rows * k];
        var distances = new float[queries.Rows * k];
        Array.Fill(rows, -1);
        Array.Fill(distances, float.PositiveInfinity);
        int parts = (queries.Rows + QueriesPerPart - 1) / QueriesPerPart;
        Parallel.For(0, parts, ThreadLimit.Options(), part =>
            SearchPart<T, TVector>(queries, part * QueriesPerPart, Math.Min(queries.Rows, (part + 1) * QueriesPerPart), k, leaveOwnRowOut, rows, distances));
        return (rows, distances);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SearchPart<T, TVector>(FeatureMatrix queries, int first, int end, int k, bool leaveOwnRowOut, int[] rows, float[] distances)
        where T : ILanes<TVector>
        where TVector : struct
    {
        int panelFloats = PanelRows * features, panelCount = panels.Count / panelFloats;
        int panelsPerBlock = Math.Max(1, BlockBytes / sizeof(float) / panelFloats);
        float* tile = stackalloc float[4 * PanelRows];
        fixed (float* values = queries.Values)
        {
            for (int block = 0; block < panelCount; block += panelsPerBlock)
            {
                int blockEnd = Math.Min(panelCount, block + panelsPerBlock);
                for (int query = first; query < end; query += 4)
                {
                    // Past the end the last query fills the tile, and its copies are left unread.
                    float* q0 = values + ((long)query * features), last = values + ((long)(end - 1) * features);
                    float* q1 = query + 1 < end ? q0 + features : last, q2 = query + 2 < end ? q1 + features : last, q3 = query + 3 < end ? q2 + features : last;
                    for (int panel = block; panel < blockEnd; panel++)
                    {
                        DistanceKernel.Squared<T, TVector>(q0, q1, q2, q3, panels.Start + ((long)panel * panelFloats), features, tile);
                        for (int i = 0; i < 4 && query + i < end; i++)
                        {
                            int at = (query + i) * k;
                            Keep(tile + (i * PanelRows), panel * PanelRows, leaveOwnRowOut ? query + i : -1, rows.AsSpan(at, k), distances.AsSpan(at, k));
                        }
                    }
                }
            }
        }

        GC.KeepAlive(panels);
    }

    // Puts those of a panel's distances that are below the largest kept into the sorted list, behind equal ones.
    private static void Keep(float* panel, int firstRow, int ownRow, Span<int> rows, Span<float> distances)
    {
        Vector256<float> bound = Vector256.Create(distances[^1]);
        for (int j = 0; j < PanelRows; j += 8)
        {
            if (!Vector256.LessThanAny(Vector256.Load(panel + j), bound)) continue;
            for (int lane = j; lane < j + 8; lane++)
            {
                float distance = panel[lane];
                if (!(distance < distances[^1]) || firstRow + lane == ownRow) continue;
                int place = distances.Length - 1;
                for (; place > 0 && distances[place - 1] > distance; place--)
                {
                    distances[place] = distances[place - 1];
                    rows[place] = rows[place - 1];
                }

                distances[place] = distance;
                rows[place] = firstRow + lane;
            }
        }
    }
}
