namespace AnomalyNotebooks;

/// <summary>
/// Isolation forest (Liu, Ting and Zhou, 2008), with the semantics of scikit-learn: trees of random splits on small samples of the
/// normals; what is isolated after few splits is anomalous.
/// </summary>
internal sealed record IsolationForest : PipelineDetector
{
    /// <summary>An isolation forest on robust features.</summary>
    public IsolationForest()
        : base("isolation forest")
    {
    }

    /// <summary>Number of trees, 1 or more.</summary>
    public int Trees { get; init; } = 100;

    /// <summary>Rows drawn for each tree without replacement, 1 or more (as many as there are at most).</summary>
    public int SampleSize { get; init; } = 256;

    /// <inheritdoc/>
    internal override FittedIsolationForest Fit(FeatureMatrix normals, ulong seed, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Trees, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(SampleSize, 1);
        ModelInput.RequireFittable(normals);
        int sampleSize = Math.Min(SampleSize, normals.Rows);
        var trees = new IsolationTree[Trees];
        ParallelWork.For(Trees, tree =>
        {
            SeededRandom random = SeededRandom.Fork(seed, (ulong)tree);
            trees[tree] = IsolationTreeGrower.Grow(normals, Sample(normals.Rows, sampleSize, random), random);
        }, cancellation);
        return new FittedIsolationForest(normals.Names, trees, sampleSize);
    }

    // Robert Floyd's: every set of `size` rows is equally likely, at the cost of `size` draws.
    private static int[] Sample(int rows, int size, SeededRandom random)
    {
        var chosen = new HashSet<int>(size);
        var sample = new int[size];
        for (int last = rows - size; last < rows; last++)
        {
            int row = random.Next(last + 1);
            if (!chosen.Add(row)) chosen.Add(row = last);
            sample[last - (rows - size)] = row;
        }

        return sample;
    }
}

/// <summary>The trees of an isolation forest. Immutable.</summary>
internal sealed class FittedIsolationForest : IFittedModel
{
    private const double Ln2 = 0.6931471805599453;
    private readonly IsolationTree[] trees;
    private readonly int sampleSize;
    private readonly double averagePath;

    internal FittedIsolationForest(IReadOnlyList<string> names, IsolationTree[] trees, int sampleSize)
    {
        Names = names;
        this.trees = trees;
        this.sampleSize = sampleSize;
        averagePath = IsolationTree.AveragePath(sampleSize);
    }

    public const string KindName = "isolation-forest";

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <summary>The features it was fitted on, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    public static FittedIsolationForest Read(BundleReader from)
    {
        IReadOnlyList<string> names = from.Texts("features");
        var read = new IsolationTree[from.Whole("trees", 1, 1_000_000)];
        for (int t = 0; t < read.Length; t++)
            read[t] = IsolationTree.Read(from.Inside(FormattableString.Invariant($"tree{t}")), names.Count);
        return new FittedIsolationForest(names, read, from.Whole("sample_size", 1));
    }

    /// <inheritdoc/>
    public void Write(BundleWriter to)
    {
        to.Texts("features", Names);
        to.Whole("trees", trees.Length);
        to.Whole("sample_size", sampleSize);
        for (int t = 0; t < trees.Length; t++) trees[t].Write(to.Inside(FormattableString.Invariant($"tree{t}")));
    }

    /// <summary>2^(-mean path length / c(sample size)), between 0 and 1; about 0.5 for an average row. The negative of scikit-learn's
    /// <c>score_samples</c>.</summary>
    /// <inheritdoc/>
    public double[] Score(FeatureMatrix flows, CancellationToken cancellation = default)
    {
        ModelInput.RequireScorable(flows, Names);
        var scores = new double[flows.Rows];
        ParallelWork.ForRows(flows.Rows, (first, end) =>
        {
            // Tree by tree, so that one tree stays in the cache while all rows of the part go through it.
            foreach (IsolationTree tree in trees)
                for (int row = first; row < end; row++) scores[row] += tree.PathLength(flows.Row(row));
            for (int row = first; row < end; row++)
            {
                double relative = averagePath == 0 ? 1 : scores[row] / (trees.Length * averagePath);
                scores[row] = PortableMath.Exp(-Ln2 * relative);
            }
        }, cancellation);
        return scores;
    }
}

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

    /// <summary>The mean number of splits that isolate one of <paramref name="rows"/> rows in an unsuccessful search of a binary tree:
    /// c(n) of the paper.</summary>
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

    public static IsolationTree Read(BundleReader from, int features)
    {
        (int[] splits, int[] left, int[] right) = from.Splits(features);
        return new IsolationTree(splits, from.Doubles("threshold", splits.Length), left, right, from.Doubles("path", splits.Length));
    }

    public void Write(BundleWriter to)
    {
        to.Integers("feature", feature);
        to.Doubles("threshold", threshold);
        to.Integers("left", left);
        to.Integers("right", right);
        to.Doubles("path", meanPath);
    }

    /// <summary>The splits that lead to the row's leaf, and c(n) of the n sample rows there.</summary>
    public double PathLength(ReadOnlySpan<float> row)
    {
        int node = 0;
        while (feature[node] >= 0) node = row[feature[node]] <= threshold[node] ? left[node] : right[node];
        return meanPath[node];
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

/// <summary>Grows one tree of an isolation forest: each split on a random feature that varies, at a random place, down to a depth of log2
/// of the sample.</summary>
internal sealed class IsolationTreeGrower
{
    private readonly FeatureMatrix normals;
    private readonly int[] sample; // reordered so that the rows of a node stand together
    private readonly int[] candidates;
    private readonly SeededRandom random;
    private readonly int depthLimit;
    private readonly List<int> feature = [], left = [], right = [], rows = [];
    private readonly List<double> threshold = [];

    private IsolationTreeGrower(FeatureMatrix normals, int[] sample, SeededRandom random)
    {
        this.normals = normals;
        this.sample = sample;
        this.random = random;
        candidates = [.. Enumerable.Range(0, normals.Columns)];
        depthLimit = sample.Length <= 2 ? 1 : 32 - int.LeadingZeroCount(sample.Length - 1); // log2, rounded up
    }

    public static IsolationTree Grow(FeatureMatrix normals, int[] sample, SeededRandom random)
    {
        var grower = new IsolationTreeGrower(normals, sample, random);
        grower.AddNode(0, sample.Length, 0);
        return IsolationTree.FromNodes([.. grower.feature], [.. grower.threshold], [.. grower.left], [.. grower.right], [.. grower.rows]);
    }

    private int AddNode(int first, int end, int depth)
    {
        int node = feature.Count;
        feature.Add(-1);
        threshold.Add(0);
        left.Add(-1);
        right.Add(-1);
        rows.Add(end - first);
        if (end - first <= 1 || depth >= depthLimit || !FindSplit(first, end, out int column, out double place)) return node;

        int middle = first;
        for (int i = first; i < end; i++)
        {
            if (normals[sample[i], column] > place) continue;
            (sample[i], sample[middle]) = (sample[middle], sample[i]);
            middle++;
        }

        feature[node] = column;
        threshold[node] = place;
        left[node] = AddNode(first, middle, depth + 1);
        right[node] = AddNode(middle, end, depth + 1);
        return node;
    }

    // Draws features without replacement until one varies among the rows.
    private bool FindSplit(int first, int end, out int column, out double place)
    {
        for (int remaining = candidates.Length; remaining > 0; remaining--)
        {
            int drawn = random.Next(remaining);
            column = candidates[drawn];
            (candidates[drawn], candidates[remaining - 1]) = (candidates[remaining - 1], candidates[drawn]);
            float low = normals[sample[first], column], high = low;
            for (int i = first + 1; i < end; i++)
            {
                float value = normals[sample[i], column];
                low = Math.Min(low, value);
                high = Math.Max(high, value);
            }

            if (!(high > low)) continue;
            place = low + (random.NextDouble() * ((double)high - low));
            if (place >= high) place = low; // rounding must not leave the right side empty
            return true;
        }

        (column, place) = (-1, 0);
        return false;
    }
}
