namespace AnomalyNotebooks;

/// <summary>
/// A classifier of two classes by boosted regression trees over binned features: each tree takes one Newton step down the
/// logistic loss (Friedman, 2001), with histograms and leaf-wise growth as in LightGBM (Ke et al., 2017).
/// </summary>
/// <remarks>Deterministic without a seed: no row or column is sampled, and histograms are summed in fixed point.
/// Immutable once fitted; safe to use from several threads.</remarks>
public sealed class GradientBoostedTrees
{
    private const int ChunkRows = 1024;
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
        if (isPositive.Count != rows.Rows) throw new ArgumentException($"{isPositive.Count} classes were given for {rows.Rows} rows.", nameof(isPositive));
        if (rows.Rows > GradientSums.MaxRows) throw new ArgumentException($"Trees take at most {GradientSums.MaxRows} rows, not {rows.Rows}.", nameof(rows));
        int positives = isPositive.Count(positive => positive);
        if (positives == 0 || positives == rows.Rows) throw new ArgumentException("Two classes are needed, and all rows are of one.", nameof(isPositive));

        double share = (double)positives / rows.Rows, start = PortableMath.Log(share / (1 - share));
        FeatureBins bins = FeatureBins.Of(rows, options.MaxBins);
        var grower = new TreeGrower(bins, options);
        var grown = new RegressionTree[options.Rounds];
        var sums = new GradientSums[rows.Rows];
        double[] decision = new double[rows.Rows], values = new double[rows.Rows];
        Array.Fill(decision, start);
        for (int round = 0; round < grown.Length; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            InChunks(rows.Rows, i =>
            {
                decision[i] += values[i];
                double probability = 1 / (1 + PortableMath.Exp(-decision[i]));
                sums[i] = GradientSums.Of(probability - (isPositive[i] ? 1 : 0), probability * (1 - probability));
            });
            grown[round] = grower.Grow(sums, values);
        }

        return new GradientBoostedTrees(grown, start, rows.Names);
    }

    /// <summary>The log-odds of the positive class, one per row.</summary>
    /// <exception cref="ArgumentException">Another number of features than it was fitted on.</exception>
    public double[] DecisionFunction(FeatureMatrix rows)
    {
        if (rows.Columns != Names.Count)
            throw new ArgumentException($"The trees were fitted on {Names.Count} features, and {rows.Columns} were given.", nameof(rows));
        var decision = new double[rows.Rows];
        InChunks(rows.Rows, i =>
        {
            ReadOnlySpan<float> row = rows.Row(i);
            double sum = baseline;
            foreach (RegressionTree tree in trees) sum += tree.Predict(row);
            decision[i] = sum;
        });
        return decision;
    }

    /// <summary>What each feature added to a row's log-odds, by the paths through the trees (Saabas, 2014). In feature order;
    /// with the trees' common start they add up to the <see cref="DecisionFunction"/>.</summary>
    public double[] Contributions(ReadOnlySpan<float> row)
    {
        var contributions = new double[Names.Count];
        foreach (RegressionTree tree in trees) tree.AddContributions(row, contributions);
        return contributions;
    }

    private static void InChunks(int count, Action<int> work) =>
        Parallel.For(0, (count + ChunkRows - 1) / ChunkRows, ThreadLimit.Options(), chunk =>
        {
            for (int i = chunk * ChunkRows; i < Math.Min(count, (chunk + 1) * ChunkRows); i++) work(i);
        });
}
