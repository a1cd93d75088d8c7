namespace AnomalyNotebooks;

/// <summary>
/// The distance to the nearest training normal, where normals of another context are far: to every squared distance to one of them a
/// constant is added, once and for each context column that differs. So a flow is compared with its own context first, and with the others
/// only where nothing near was found there: exact, and many times faster than comparing with all.
/// </summary>
internal sealed class ContextNeighbours
{
    // What another context adds to a squared distance: as much as another value of a column does, a 1 for a 0 and a 0 for a 1.
    private const float Elsewhere = 2;

    private readonly FlowContexts contexts;
    private readonly NeighbourSearch[] searches; // one per context
    private readonly int neighbours;

    private ContextNeighbours(FlowContexts contexts, NeighbourSearch[] searches, int neighbours)
    {
        this.neighbours = neighbours;
        this.contexts = contexts;
        this.searches = searches;
    }

    /// <summary>Lays out the normals.</summary>
    /// <param name="points">Points of the training normals, without their context columns.</param>
    /// <param name="numbers">The context of each.</param>
    /// <param name="contexts">The contexts.</param>
    /// <param name="neighbours">How many neighbours a score is the mean of, at most.</param>
    public static ContextNeighbours Fit(FeatureMatrix points, int[] numbers, FlowContexts contexts, int neighbours)
    {
        var rows = new List<int>[contexts.Count];
        for (int r = 0; r < numbers.Length; r++) (rows[numbers[r]] ??= []).Add(r);
        var perContext = new NeighbourSearch[contexts.Count];
        ParallelWork.For(perContext.Length, c => perContext[c] = new NeighbourSearch(DistinctRows(points.Take([.. rows[c]]))));
        return new ContextNeighbours(contexts, perContext, neighbours);
    }

    /// <summary>The mean distance to the nearest normals, one per point.</summary>
    public double[] Score(FeatureMatrix points, ContextOfFlows flows, CancellationToken cancellation)
    {
        int[] numbers = flows.Numbers;
        var nearest = new float[points.Rows * neighbours]; // ascending
        Array.Fill(nearest, float.PositiveInfinity);
        int Last(int row) => (row * neighbours) + neighbours - 1;
        foreach (IGrouping<int, int> group in Enumerable.Range(0, points.Rows).Where(r => numbers[r] >= 0).GroupBy(r => numbers[r]))
            Search(group.Key, [.. group], 0);
        // Then the others, those that differ in the fewest columns first: what is found there spares most of the rest.
        for (int differing = 1; differing <= flows.Codes.Length; differing++)
        {
            float added = Elsewhere * (1 + differing);
            int[] open = [.. Enumerable.Range(0, points.Rows).Where(r => nearest[Last(r)] > added)];
            for (int c = 0; c < searches.Length && open.Length > 0; c++)
            {
                int context = c;
                Search(c, [.. open.Where(r => numbers[r] != context && nearest[Last(r)] > added && Differing(context, flows.Codes, r)
                    == differing)], added);
            }
        }

        var scores = new double[points.Rows];
        for (int r = 0; r < scores.Length; r++)
        {
            int found = 0;
            foreach (float squared in nearest.AsSpan(r * neighbours, neighbours))
            {
                if (float.IsInfinity(squared)) continue;
                scores[r] += Math.Sqrt(squared);
                found++;
            }

            scores[r] /= found;
        }

        return scores;

        void Search(int context, int[] rows, float added)
        {
            if (rows.Length == 0) return;
            int count = Math.Min(neighbours, searches[context].Rows);
            float[] found = searches[context].Nearest(points.Take(rows), count, leaveOwnRowOut: false, cancellation).SquaredDistances;
            for (int i = 0; i < rows.Length; i++)
                for (int k = 0; k < count; k++) Keep(nearest.AsSpan(rows[i] * neighbours, neighbours), found[(i * count) + k] + added);
        }
    }

    private static void Keep(Span<float> nearest, float squared)
    {
        int place = nearest.Length - 1;
        if (!(squared < nearest[place])) return;
        for (; place > 0 && nearest[place - 1] > squared; place--) nearest[place] = nearest[place - 1];
        nearest[place] = squared;
    }

    private int Differing(int context, int[][] codes, int row)
    {
        int differing = 0;
        for (int c = 0; c < codes.Length; c++) if (codes[c][row] != contexts.Members[context][c]) differing++;
        return differing;
    }

    // Equal points are one point.
    private static FeatureMatrix DistinctRows(FeatureMatrix points)
    {
        var seen = new HashSet<RowKey>();
        int[] kept = [.. Enumerable.Range(0, points.Rows).Where(r => seen.Add(new RowKey(points, r)))];
        return kept.Length == points.Rows ? points : points.Take(kept);
    }

    private readonly struct RowKey(FeatureMatrix points, int row) : IEquatable<RowKey>
    {
        private readonly FeatureMatrix points = points;
        private readonly int row = row;

        public bool Equals(RowKey other) => points.Row(row).SequenceEqual(other.points.Row(other.row));

        public override bool Equals(object? other) => other is RowKey key && Equals(key);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(points.Row(row)));
            return hash.ToHashCode();
        }
    }
}
