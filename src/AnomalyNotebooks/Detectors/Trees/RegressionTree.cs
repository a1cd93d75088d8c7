namespace AnomalyNotebooks;

/// <summary>One grown tree as parallel arrays: node n asks whether feature <c>Feature[n]</c> is at most <c>Threshold[n]</c>;
/// a leaf has feature -1. Every node, not only a leaf, knows its value, which is what contributions along a path need.</summary>
internal sealed class RegressionTree
{
    private readonly int[] feature, left, right;
    private readonly float[] threshold;
    private readonly double[] value;

    public RegressionTree(int[] feature, float[] threshold, int[] left, int[] right, double[] value)
    {
        this.feature = feature;
        this.threshold = threshold;
        this.left = left;
        this.right = right;
        this.value = value;
    }

    public int Leaves => (feature.Length + 1) / 2;

    public double Predict(ReadOnlySpan<float> row) => value[Leaf(row)];

    /// <summary>Adds to <paramref name="contributions"/>, per feature, how far its questions moved the value on the row's way
    /// from the root to its leaf (Saabas, 2014). Their sum is the prediction less the root's value.</summary>
    public void AddContributions(ReadOnlySpan<float> row, Span<double> contributions)
    {
        int node = 0;
        while (feature[node] >= 0)
        {
            int next = row[feature[node]] <= threshold[node] ? left[node] : right[node];
            contributions[feature[node]] += value[next] - value[node];
            node = next;
        }
    }

    private int Leaf(ReadOnlySpan<float> row)
    {
        int node = 0;
        while (feature[node] >= 0) node = row[feature[node]] <= threshold[node] ? left[node] : right[node];
        return node;
    }
}
