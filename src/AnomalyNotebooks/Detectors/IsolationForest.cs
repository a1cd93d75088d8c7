namespace AnomalyNotebooks;

/// <summary>
/// Isolation forest (Liu, Ting and Zhou, 2008), with the semantics of scikit-learn: trees of random splits on small samples of the
/// normals; what is isolated after few splits is anomalous.
/// </summary>
public sealed record IsolationForest : IDetector
{
    /// <summary>Number of trees, 1 or more.</summary>
    public int Trees { get; init; } = 100;

    /// <summary>Rows drawn for each tree without replacement, 1 or more (as many as there are at most).</summary>
    public int SampleSize { get; init; } = 256;

    /// <inheritdoc/>
    public string Name => "isolation forest";

    /// <inheritdoc cref="IDetector.Fit"/>
    public FittedIsolationForest Fit(FeatureMatrix normals, ulong seed, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Trees, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(SampleSize, 1);
        DetectorInput.RequireFittable(normals);
        int sampleSize = Math.Min(SampleSize, normals.Rows);
        var trees = new IsolationTree[Trees];
        Parallel.For(0, Trees, ThreadLimit.Options(cancellation), tree =>
        {
            SeededRandom random = SeededRandom.Fork(seed, (ulong)tree);
            trees[tree] = IsolationTreeGrower.Grow(normals, Sample(normals.Rows, sampleSize, random), random);
        });
        return new FittedIsolationForest(normals.Names, trees, sampleSize, Medians(normals));
    }

    IFittedDetector IDetector.Fit(FeatureMatrix normals, ulong seed, CancellationToken cancellation) => Fit(normals, seed, cancellation);

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

    private static float[] Medians(FeatureMatrix normals)
    {
        var medians = new float[normals.Columns];
        Parallel.For(0, normals.Columns, ThreadLimit.Options(), () => new float[normals.Rows], (c, _, column) =>
        {
            for (int row = 0; row < column.Length; row++) column[row] = normals.Values[(row * normals.Columns) + c];
            Array.Sort(column);
            medians[c] = column[column.Length / 2];
            return column;
        }, _ => { });
        return medians;
    }
}
