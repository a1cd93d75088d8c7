namespace AnomalyNotebooks;

/// <summary>
/// Principal component analysis of the normals (Shyu, Chen, Sarinnapakorn and Chang, 2003). Features are centred, not scaled: that is
/// the pipeline's part. Deterministic without a seed.
/// </summary>
public sealed record PcaDetector : PipelineDetector
{
    /// <summary>PCA on robust features.</summary>
    public PcaDetector()
        : base("PCA")
    {
    }

    /// <summary>Number of leading components, 1 or more (as many as there are features at most). Not used by <see
    /// cref="Mahalanobis"/>.</summary>
    public int Components { get; init; } = 16;

    /// <summary>Whether the score is the squared Mahalanobis distance from the mean, over all components that vary (far out, measured in
    /// standard deviations), instead of the squared distance from the plane of the leading ones (relations among features are
    /// broken).</summary>
    public bool Mahalanobis { get; init; }

    /// <inheritdoc/>
    internal override FittedPca Fit(FeatureMatrix normals, ulong seed, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Components, 1);
        ModelInput.RequireFittable(normals);
        cancellation.ThrowIfCancellationRequested();
        return FittedPca.Fit(normals, Components, Mahalanobis);
    }
}

/// <summary>The principal components of the training normals. Immutable.</summary>
internal sealed class FittedPca : IFittedModel
{
    // Directions in which the normals vary less than this, relative to the widest, are rounding noise: no distance is measured along them.
    private const double NoVariance = 1e-10;

    private readonly double[] mean;
    private readonly double[] components;         // k x features, orthonormal rows
    private readonly double[] componentsByFeature; // features x k: the same, transposed
    private readonly double[] variances;           // k
    private readonly double totalVariance;
    private readonly bool mahalanobis;

    private FittedPca(IReadOnlyList<string> names, double[] mean, double[] components, double[] variances, double totalVariance,
        bool mahalanobis)
    {
        Names = names;
        this.mean = mean;
        this.components = components;
        this.variances = variances;
        this.totalVariance = totalVariance;
        this.mahalanobis = mahalanobis;
        ExplainedVariance = totalVariance > 0 ? variances.Sum() / totalVariance : 1;
        componentsByFeature = new double[components.Length];
        for (int k = 0; k < variances.Length; k++)
            for (int c = 0; c < names.Count; c++) componentsByFeature[(c * variances.Length) + k] = components[(k * names.Count) + c];
    }

    public const string KindName = "pca";

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <summary>The features it was fitted on, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Number of components kept.</summary>
    public int Components => variances.Length;

    /// <summary>Share of the training normals' variance that the components hold, 0 to 1.</summary>
    public double ExplainedVariance { get; }

    /// <summary>Variance of the training normals along each component, descending.</summary>
    public IReadOnlyList<double> Variances => variances;

    /// <inheritdoc/>
    public double[] Score(FeatureMatrix flows, CancellationToken cancellation = default)
    {
        ModelInput.RequireScorable(flows, Names);
        var scores = new double[flows.Rows];
        ParallelWork.ForRows(flows.Rows, (first, end) =>
        {
            double[] deviation = new double[Names.Count], projected = new double[Components];
            for (int row = first; row < end; row++)
            {
                Moments.Deviation(flows.Row(row), mean, deviation);
                Project(deviation, projected);
                if (!mahalanobis)
                {
                    SubtractReconstruction(deviation, projected);
                    scores[row] = VectorMath.SumOfSquares(deviation);
                }
                else
                {
                    for (int k = 0; k < projected.Length; k++) scores[row] += projected[k] * projected[k] / variances[k];
                }
            }
        }, cancellation);
        return scores;
    }

    public static FittedPca Read(BundleReader from)
    {
        IReadOnlyList<string> names = from.Texts("features");
        double[] along = from.Doubles("variances");
        if (along.Any(variance => variance <= 0)) throw from.Bad("variances", "holds one that is not above 0");
        return new FittedPca(names, from.Doubles("mean", names.Count), from.Doubles("components", (long)along.Length * names.Count), along,
            from.Number("total_variance"), from.Flag("mahalanobis"));
    }

    /// <inheritdoc/>
    public void Write(BundleWriter to)
    {
        to.Texts("features", Names);
        to.Flag("mahalanobis", mahalanobis);
        to.Number("total_variance", totalVariance);
        to.Doubles("mean", mean);
        to.Doubles("components", components);
        to.Doubles("variances", variances);
    }

    internal static FittedPca Fit(FeatureMatrix normals, int components, bool mahalanobis)
    {
        double[] centre = Moments.Mean(normals);
        SymmetricEigen eigen = SymmetricEigen.Decompose(Moments.Covariance(normals, centre, lostDegrees: 1), normals.Columns);
        int varying = eigen.Values.Count(variance => variance > NoVariance * eigen.Values[0]);
        int kept = mahalanobis ? varying : Math.Min(components, varying);
        double total = eigen.Values.Take(varying).Sum();
        return new FittedPca(normals.Names, centre, eigen.Vectors[..(kept * normals.Columns)], eigen.Values[..kept], total, mahalanobis);
    }

    /// <summary>Rows by components: the features as seen by the components.</summary>
    internal FeatureMatrix Transform(FeatureMatrix flows)
    {
        var values = new float[flows.Rows * Components];
        ParallelWork.ForRows(flows.Rows, (first, end) =>
        {
            double[] deviation = new double[Names.Count], projected = new double[Components];
            for (int row = first; row < end; row++)
            {
                Moments.Deviation(flows.Row(row), mean, deviation);
                Project(deviation, projected);
                for (int k = 0; k < projected.Length; k++) values[(row * projected.Length) + k] = (float)projected[k];
            }
        });
        return new FeatureMatrix(values, flows.Rows, [.. Enumerable.Range(1, Components).Select(k => $"component {k}")]);
    }

    // projected = components (k x features) * deviation, as a sum of the components' columns.
    private void Project(ReadOnlySpan<double> deviation, Span<double> projected)
    {
        projected.Clear();
        for (int c = 0; c < deviation.Length; c++)
            if (deviation[c] != 0) VectorMath.AddScaled(projected, deviation[c],
                componentsByFeature.AsSpan(c * projected.Length, projected.Length));
    }

    private void SubtractReconstruction(Span<double> deviation, ReadOnlySpan<double> projected)
    {
        for (int k = 0; k < projected.Length; k++)
            VectorMath.AddScaled(deviation, -projected[k], components.AsSpan(k * deviation.Length, deviation.Length));
    }
}
