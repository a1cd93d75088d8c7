using AnomalyNotebooks.Engine;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AnomalyNotebooks;

/// <summary>
/// The mean Euclidean distance to the k nearest training normals (Angiulli and Pizzuti, 2002), by exact search. Deterministic without
/// a seed.
/// </summary>
/// <remarks>Flows that equal a training normal are at distance 0: data with many duplicates flatter this detector.</remarks>
public sealed record NearestNeighbours : PipelineDetector
{
    /// <summary>The five nearest neighbours on robust features.</summary>
    public NearestNeighbours()
        : base("nearest neighbours")
    {
    }

    /// <summary>k, 1 or more (as many as there are training rows at most).</summary>
    public int Neighbours { get; init; } = 5;

    /// <summary>The training normals nearest to each flow: per flow, rows of what the detector was fitted on, nearest first.</summary>
    /// <param name="fitted">A fitted detector of this kind.</param>
    /// <param name="flows">The flows.</param>
    /// <exception cref="ArgumentException">Another kind of detector.</exception>
    public static int[][] Nearest(IFittedDetector fitted, FlowTable flows)
    {
        if (fitted is not FittedPipelineDetector { Model: FittedNearestNeighbours model } detector)
            throw new ArgumentException("Only a fitted NearestNeighbours has neighbours.", nameof(fitted));
        NeighbourTable nearest = model.Nearest(detector.Pipeline.Transform(flows));
        return [.. Enumerable.Range(0, flows.Count).Select(flow => nearest.RowsOf(flow).ToArray())];
    }

    /// <inheritdoc/>
    internal override FittedNearestNeighbours Fit(FeatureMatrix normals, ulong seed, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Neighbours, 1);
        ModelInput.RequireFittable(normals);
        cancellation.ThrowIfCancellationRequested();
        return new FittedNearestNeighbours(normals, Math.Min(Neighbours, normals.Rows));
    }
}

/// <summary>The training normals, laid out for the search. Immutable.</summary>
internal sealed class FittedNearestNeighbours : IFittedModel
{
    private readonly NeighbourSearch search;
    private readonly FeatureMatrix training;

    internal FittedNearestNeighbours(FeatureMatrix training, int neighbours)
    {
        this.training = training;
        Neighbours = neighbours;
        search = new NeighbourSearch(training);
    }

    public const string KindName = "neighbours";

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <summary>The features it was fitted on, in order.</summary>
    public IReadOnlyList<string> Names => training.Names;

    /// <summary>k, neighbours that a score is the mean of.</summary>
    public int Neighbours { get; }

    public static FittedNearestNeighbours Read(BundleReader from)
    {
        FeatureMatrix rows = from.Matrix("training");
        return new FittedNearestNeighbours(rows, from.Whole("neighbours", 1, rows.Rows));
    }

    /// <inheritdoc/>
    public void Write(BundleWriter to)
    {
        to.Whole("neighbours", Neighbours);
        to.Matrix("training", training);
    }

    /// <summary>The mean distance to the <see cref="Neighbours"/> nearest training normals, in the features' unit.</summary>
    /// <inheritdoc/>
    public double[] Score(FeatureMatrix flows, CancellationToken cancellation = default) => Nearest(flows, cancellation).MeanDistances();

    /// <summary>The nearest training normals of each flow.</summary>
    /// <exception cref="AnomalyException">Other features than it was fitted on, a NaN or infinity, or features so large that the distance
    /// overflows.</exception>
    public NeighbourTable Nearest(FeatureMatrix flows, CancellationToken cancellation = default)
    {
        ModelInput.RequireScorable(flows, Names);
        (int[] rows, float[] squared) = search.Nearest(flows, Neighbours, leaveOwnRowOut: false, cancellation);
        return new NeighbourTable(Neighbours, rows, squared);
    }

    /// <summary>The nearest other training normals of each training normal: none is its own neighbour.</summary>
    /// <exception cref="AnomalyException">There are no more training rows than neighbours.</exception>
    public NeighbourTable NearestOfTraining()
    {
        if (training.Rows <= Neighbours)
            throw new AnomalyException($"{training.Rows} training rows do not have {Neighbours} neighbours each besides themselves.");
        (int[] rows, float[] squared) = search.Nearest(training, Neighbours, leaveOwnRowOut: true);
        return new NeighbourTable(Neighbours, rows, squared);
    }

    /// <summary>The score of each training normal as if it had been left out of the fit.</summary>
    /// <exception cref="AnomalyException">There are no more training rows than neighbours.</exception>
    public double[] ScoreTraining() => NearestOfTraining().MeanDistances();
}

/// <summary>The nearest training rows of some flows, nearest first.</summary>
internal sealed class NeighbourTable
{
    internal NeighbourTable(int neighbours, int[] rows, float[] squaredDistances)
    {
        Neighbours = neighbours;
        Rows = rows;
        Distances = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            if (!float.IsFinite(squaredDistances[i]))
                throw new AnomalyException($"Row {i / neighbours} lies too far from the training rows for its distance to be computed. "
                    + "Scale the features (StandardStep, QuantileStep).");
            Distances[i] = Math.Sqrt(squaredDistances[i]);
        }
    }

    /// <summary>k, neighbours per flow.</summary>
    public int Neighbours { get; }

    /// <summary>Flows by <see cref="Neighbours"/>: indices of training rows.</summary>
    public int[] Rows { get; }

    /// <summary>Flows by <see cref="Neighbours"/>: their Euclidean distances, ascending for each flow.</summary>
    public double[] Distances { get; }

    /// <summary>The training rows nearest to flow <paramref name="flow"/>, nearest first.</summary>
    public ReadOnlySpan<int> RowsOf(int flow) => Rows.AsSpan(flow * Neighbours, Neighbours);

    /// <summary>The distances of flow <paramref name="flow"/>, ascending.</summary>
    public ReadOnlySpan<double> DistancesOf(int flow) => Distances.AsSpan(flow * Neighbours, Neighbours);

    internal double[] MeanDistances()
    {
        var means = new double[Rows.Length / Neighbours];
        for (int flow = 0; flow < means.Length; flow++)
        {
            foreach (double distance in DistancesOf(flow)) means[flow] += distance;
            means[flow] /= Neighbours;
        }

        return means;
    }
}

/// <summary>Exact nearest neighbours by comparing every query with every training row, in blocks that stay in the cache.
/// Immutable.</summary>
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
        ParallelWork.For(panelCount, panel =>
        {
            int first = panel * PanelRows, end = Math.Min(Rows, first + PanelRows);
            Span<float> values = panels.Span.Slice(first * features, PanelRows * features);
            if (end - first < PanelRows) values.Fill(float.PositiveInfinity);
            for (int row = first; row < end; row++)
            {
                ReadOnlySpan<float> source = training.Row(row);
                for (int c = 0; c < source.Length; c++) values[(c * PanelRows) + row - first] = source[c];
            }
        });
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
    /// <param name="cancellation">Stops the search.</param>
    public (int[] Rows, float[] SquaredDistances) Nearest(
        FeatureMatrix queries, int k, bool leaveOwnRowOut, CancellationToken cancellation = default) =>
        Vector512.IsHardwareAccelerated ? Nearest<Lanes512, Vector512<float>>(queries, k, leaveOwnRowOut, cancellation)
        : Vector256.IsHardwareAccelerated && !SoftwareFma.IsNeeded
            ? Nearest<Lanes256, Vector256<float>>(queries, k, leaveOwnRowOut, cancellation)
        : Nearest<Lanes128, Vector128<float>>(queries, k, leaveOwnRowOut, cancellation);

    /// <summary>The same with given lanes; for tests.</summary>
    internal (int[] Rows, float[] SquaredDistances) Nearest<T, TVector>(
        FeatureMatrix queries, int k, bool leaveOwnRowOut, CancellationToken cancellation = default)
        where T : ILanes<TVector>
        where TVector : struct
    {
        var rows = new int[queries.Rows * k];
        var distances = new float[queries.Rows * k];
        Array.Fill(rows, -1);
        Array.Fill(distances, float.PositiveInfinity);
        int parts = (queries.Rows + QueriesPerPart - 1) / QueriesPerPart;
        ParallelWork.For(parts, part => SearchPart<T, TVector>(
            queries, part * QueriesPerPart, Math.Min(queries.Rows, (part + 1) * QueriesPerPart), k, leaveOwnRowOut, rows, distances,
                cancellation), cancellation);
        return (rows, distances);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SearchPart<T, TVector>(FeatureMatrix queries, int first, int end, int k, bool leaveOwnRowOut, int[] rows,
        float[] distances, CancellationToken cancellation)
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
                cancellation.ThrowIfCancellationRequested();
                int blockEnd = Math.Min(panelCount, block + panelsPerBlock);
                for (int query = first; query < end; query += 4)
                {
                    // Past the end the last query fills the tile, and its copies are left unread.
                    float* q0 = values + ((long)query * features), last = values + ((long)(end - 1) * features);
                    float* q1 = query + 1 < end ? q0 + features : last, q2 = query + 2 < end ? q1 + features : last, q3 = query + 3 < end
                        ? q2 + features : last;
                    for (int panel = block; panel < blockEnd; panel++)
                    {
                        DistanceKernel.Squared<T, TVector>(q0, q1, q2, q3, panels.Start + ((long)panel * panelFloats), features, tile);
                        for (int i = 0; i < 4 && query + i < end; i++)
                        {
                            int at = (query + i) * k;
                            Keep(tile + (i * PanelRows), panel * PanelRows, leaveOwnRowOut ? query + i : -1, rows.AsSpan(at, k),
                                distances.AsSpan(at, k));
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
