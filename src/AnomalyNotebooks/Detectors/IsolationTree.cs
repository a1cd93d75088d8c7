namespace AnomalyNotebooks;

/// <summary>One tree of an isolation forest: nodes in arrays, the root first.</summary>
internal sealed class IsolationTree
{
    private const double EulerGamma = 0.5772156649015329;

    private readonly int[] feature;      // per node: the feature it splits, -1 for a leaf
    private readonly double[] threshold; // per node: at most this goes left
    private readonly int[] left, right;
    private readonly double[] meanPath;  // per node: mean path length of its sample rows, from the root; of a leaf its own

    private IsolationTree(int[] feature, double[] threshold, int[] left, int[] right, double[] meanPath)
    {
        this.feature = feature;
        this.threshold = threshold;
        this.left = left;
        this.right = right;
        this.meanPath = meanPath;
    }

    /// <summary>The mean number of splits that isolate one of <paramref name="rows"/> rows in an unsuccessful search of a binary tree: c(n) of the paper.</summary>
    public static double AveragePath(int rows) => rows switch
    {
        <= 1 => 0,
        2 => 1,
        _ => (2 * (PortableMath.Log(rows - 1) + EulerGamma)) - (2.0 * (rows - 1) / rows),
    };

    /// <summary>A tree from its nodes; children stand behind their parents.</summary>
    /// <param name="feature">Per node, the feature it splits; negative for a leaf.</param>
    /// <param name="threshold">Per node, the largest value that goes left.</param>
    /// <param name="left">Per node, its left child.</param>
    /// <param name="right">Per node, its right child.</param>
    /// <param name="rows">Per node, how many sample rows reached it.</param>
    public static IsolationTree FromNodes(int[] feature, double[] threshold, int[] left, int[] right, int[] rows) =>
        new(feature, threshold, left, right, MeanPaths(feature, left, right, rows));

    /// <summary>The splits that lead to the row's leaf, and c(n) of the n sample rows there.</summary>
    public double PathLength(ReadOnlySpan<float> row)
    {
        int node = 0;
        while (feature[node] >= 0) node = row[feature[node]] <= threshold[node] ? left[node] : right[node];
        return meanPath[node];
    }

    /// <summary>Adds to each split feature by how much its split shortened the path that was to be expected before it.</summary>
    public void AddShortenings(ReadOnlySpan<float> row, Span<double> shortenings)
    {
        int node = 0;
        while (feature[node] >= 0)
        {
            int next = row[feature[node]] <= threshold[node] ? left[node] : right[node];
            shortenings[feature[node]] += meanPath[node] - meanPath[next];
            node = next;
        }
    }

    private static double[] MeanPaths(int[] features, int[] lefts, int[] rights, int[] rows)
    {
        var depth = new int[rows.Length];
        var paths = new double[rows.Length];
        for (int node = 0; node < rows.Length; node++)
            if (features[node] >= 0) depth[lefts[node]] = depth[rights[node]] = depth[node] + 1;
        for (int node = rows.Length - 1; node >= 0; node--)
        {
            int l = lefts[node], r = rights[node];
            paths[node] = features[node] < 0
                ? depth[node] + AveragePath(rows[node])
                : ((rows[l] * paths[l]) + (rows[r] * paths[r])) / rows[node];
        }

        return paths;
    }
}
