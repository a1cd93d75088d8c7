namespace AnomalyNotebooks;

/// <summary>
/// A classifier of two classes by boosted regression trees over binned features: each tree takes one Newton step down the
/// logistic loss (Friedman, 2001), with histograms and leaf-wise growth as in LightGBM (Ke et al., 2017).
/// </summary>
/// <remarks>Histograms are summed in fixed point, so the order of rows changes no bit. By default no row or feature is sampled.
/// Immutable once fitted; safe to use from several threads.</remarks>
internal sealed class GradientBoostedTrees
{
    private readonly RegressionTree[] trees;
    private readonly double baseline;

    private GradientBoostedTrees(RegressionTree[] trees, double baseline, IReadOnlyList<string> names)
    {
        this.trees = trees;
        this.baseline = baseline;
        Names = names;
    }

    /// <summary>The features it was fitted on, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Number of trees.</summary>
    public int Rounds => trees.Length;

    /// <summary>Number of leaves of all trees.</summary>
    public int Leaves => trees.Sum(tree => tree.Leaves);

    /// <summary>Fits the trees.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="rows">Rows by features, finite numbers; fewer than 2^20 rows.</param>
    /// <param name="isPositive">One class per row; both must occur.</param>
    /// <param name="cancellation">Stops the fit between two trees.</param>
    /// <exception cref="ArgumentException">Other lengths, one class only, or a setting out of range.</exception>
    public static GradientBoostedTrees Fit(
        GradientBoostedTreesOptions options, FeatureMatrix rows, IReadOnlyList<bool> isPositive, CancellationToken cancellation = default)
    {
        options.Validate();
        if (isPositive.Count != rows.Rows)
            throw new ArgumentException($"{isPositive.Count} classes were given for {rows.Rows} rows.", nameof(isPositive));
        if (rows.Rows > GradientSums.MaxRows)
            throw new ArgumentException($"Trees take at most {GradientSums.MaxRows} rows, not {rows.Rows}.", nameof(rows));
        int positives = isPositive.Count(positive => positive);
        if (positives == 0 || positives == rows.Rows)
            throw new ArgumentException("Two classes are needed, and all rows are of one.", nameof(isPositive));

        double share = (double)positives / rows.Rows, start = PortableMath.Log(share / (1 - share));
        FeatureBins bins = FeatureBins.Of(rows, options.MaxBins, cancellation);
        var grower = new TreeGrower(bins, options);
        var grown = new RegressionTree[options.Rounds];
        var sums = new GradientSums[rows.Rows];
        double[] decision = new double[rows.Rows], values = new double[rows.Rows];
        Array.Fill(decision, start);
        for (int round = 0; round < grown.Length; round++)
        {
            ParallelWork.ForRows(rows.Rows, (first, end) =>
            {
                for (int i = first; i < end; i++)
                {
                    decision[i] += values[i];
                    double probability = 1 / (1 + PortableMath.Exp(-decision[i]));
                    sums[i] = GradientSums.Of(probability - (isPositive[i] ? 1 : 0), probability * (1 - probability));
                }
            }, cancellation);
            grown[round] = grower.Grow(sums, values, SeededRandom.Fork(options.Seed, (ulong)round), cancellation);
        }

        return new GradientBoostedTrees(grown, start, rows.Names);
    }

    public static GradientBoostedTrees Read(BundleReader from)
    {
        IReadOnlyList<string> names = from.Texts("features");
        var read = new RegressionTree[from.Whole("rounds", 1, 1_000_000)];
        for (int t = 0; t < read.Length; t++)
            read[t] = RegressionTree.Read(from.Inside(FormattableString.Invariant($"tree{t}")), names.Count);
        return new GradientBoostedTrees(read, from.Number("baseline"), names);
    }

    public void Write(BundleWriter to)
    {
        to.Texts("features", Names);
        to.Number("baseline", baseline);
        to.Whole("rounds", trees.Length);
        for (int t = 0; t < trees.Length; t++) trees[t].Write(to.Inside(FormattableString.Invariant($"tree{t}")));
    }

    /// <summary>The log-odds of the positive class, one per row.</summary>
    /// <exception cref="ArgumentException">Another number of features than it was fitted on.</exception>
    public double[] DecisionFunction(FeatureMatrix rows, CancellationToken cancellation = default)
    {
        if (rows.Columns != Names.Count)
            throw new ArgumentException($"The trees were fitted on {Names.Count} features, and {rows.Columns} were given.", nameof(rows));
        var decision = new double[rows.Rows];
        ParallelWork.ForRows(rows.Rows, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                ReadOnlySpan<float> row = rows.Row(i);
                double sum = baseline;
                foreach (RegressionTree tree in trees) sum += tree.Predict(row);
                decision[i] = sum;
            }
        }, cancellation);
        return decision;
    }
}

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

    public static RegressionTree Read(BundleReader from, int features)
    {
        (int[] splits, int[] left, int[] right) = from.Splits(features);
        return new RegressionTree(splits, from.Floats("threshold", splits.Length), left, right, from.Doubles("value", splits.Length));
    }

    public void Write(BundleWriter to)
    {
        to.Integers("feature", feature);
        to.Floats("threshold", threshold);
        to.Integers("left", left);
        to.Integers("right", right);
        to.Doubles("value", value);
    }

    public double Predict(ReadOnlySpan<float> row) => value[Leaf(row)];

    private int Leaf(ReadOnlySpan<float> row)
    {
        int node = 0;
        while (feature[node] >= 0) node = row[feature[node]] <= threshold[node] ? left[node] : right[node];
        return node;
    }
}

/// <summary>
/// Features cut into at most 255 bins: bin b of a feature holds the values in (threshold b-1, threshold b]. The cuts are
/// scikit-learn's: midpoints of neighbouring distinct values, or percentiles (method "midpoint") where there are more values than bins;
/// of more than 20,000 rows, those of 20,000 evenly spaced ones.
/// </summary>
/// <remarks>
/// The bins lie in blocks of eight features, row after row, so that one 8-byte load brings eight features of a row.
/// The last block is filled up with constant features that no tree can split on.
/// </remarks>
internal sealed class FeatureBins
{
    public const int BlockWidth = 8;

    // Where to cut is seen well enough in so many rows, evenly drawn.
    private const int RowsToCutBy = 20_000;

    private readonly float[][] thresholds;

    private FeatureBins(float[][] thresholds, byte[][] blocks, int rows)
    {
        this.thresholds = thresholds;
        Blocks = blocks;
        Rows = rows;
        Offsets = new int[(blocks.Length * BlockWidth) + 1];
        for (int f = 0; f < blocks.Length * BlockWidth; f++)
            Offsets[f + 1] = Offsets[f] + (f < thresholds.Length ? thresholds[f].Length + 1 : 1);
    }

    public int Rows { get; }

    public int Features => thresholds.Length;

    /// <summary>Per block of eight features, rows times eight bin numbers.</summary>
    public byte[][] Blocks { get; }

    /// <summary>Per feature (padding included), where its bins begin in a histogram; the last entry is the histogram's length.</summary>
    public int[] Offsets { get; }

    /// <summary>The largest value of a feature that still belongs to <paramref name="bin"/>.</summary>
    public float Threshold(int feature, int bin) => thresholds[feature][bin];

    public byte Bin(int row, int feature) => Blocks[feature / BlockWidth][(row * BlockWidth) + (feature % BlockWidth)];

    public static FeatureBins Of(FeatureMatrix matrix, int maxBins, CancellationToken cancellation = default)
    {
        int columns = matrix.Columns, rows = matrix.Rows;
        var cutsOf = new float[columns][];
        var blocks = new byte[(columns + BlockWidth - 1) / BlockWidth][];
        ParallelWork.For(blocks.Length, b =>
        {
            var block = blocks[b] = new byte[rows * BlockWidth];
            var values = new float[Math.Min(rows, RowsToCutBy)];
            for (int f = b * BlockWidth; f < Math.Min(columns, (b + 1) * BlockWidth); f++)
            {
                for (int i = 0; i < values.Length; i++) values[i] = matrix.Values[((long)i * rows / values.Length * columns) + f];
                float[] cuts = cutsOf[f] = Cuts(values, maxBins);
                for (int r = 0; r < rows; r++)
                    block[(r * BlockWidth) + (f % BlockWidth)] = BinOf(cuts, matrix.Values[((long)r * columns) + f]);
            }
        }, cancellation);
        return new FeatureBins(cutsOf, blocks, rows);
    }

    // The number of cuts below the value.
    private static byte BinOf(float[] cuts, float value)
    {
        int low = 0, high = cuts.Length;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (cuts[middle] < value) low = middle + 1;
            else high = middle;
        }

        return (byte)low;
    }

    // Sorts the values in place.
    private static float[] Cuts(float[] values, int maxBins)
    {
        Array.Sort(values);
        var cuts = new List<float>();
        for (int i = 1; i < values.Length && cuts.Count < maxBins; i++)
            if (values[i] != values[i - 1]) cuts.Add(Between(values[i - 1], values[i]));
        if (cuts.Count < maxBins) return [.. cuts];

        cuts.Clear();
        for (int k = 1; k < maxBins; k++)
        {
            // Rank k (n - 1) / bins, exactly: between two ranks NumPy's "midpoint" takes the mean of both.
            long product = (long)k * (values.Length - 1);
            int rank = (int)(product / maxBins);
            float cut = product % maxBins == 0 ? values[rank] : Between(values[rank], values[rank + 1]);
            if (cuts.Count == 0 || cut > cuts[^1]) cuts.Add(cut);
        }

        // A cut at the maximum would leave the last bin empty.
        if (cuts[^1] >= values[^1]) cuts.RemoveAt(cuts.Count - 1);
        return [.. cuts];
    }

    // The midpoint as float, never as large as the upper value: the threshold must keep the two apart.
    private static float Between(float lower, float upper)
    {
        float middle = (float)(((double)lower + upper) * 0.5);
        return middle < upper ? middle : lower;
    }
}
