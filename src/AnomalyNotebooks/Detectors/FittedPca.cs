namespace AnomalyNotebooks;

/// <summary>The principal components of the training normals. Immutable.</summary>
public sealed class FittedPca : IExplainsScores
{
    // Directions in which the normals vary less than this, relative to the widest, are rounding noise: no distance is measured along them.
    private const double NoVariance = 1e-10;

    private readonly double[] mean;
    private readonly double[] components;         // k x features, orthonormal rows
    private readonly double[] componentsByFeature; // features x k: the same, transposed
    private readonly double[] variances;           // k
    private readonly PcaScore kind;

    private FittedPca(IReadOnlyList<string> names, double[] mean, double[] components, double[] variances, double totalVariance, PcaScore kind)
    {
        Names = names;
        this.mean = mean;
        this.components = components;
        this.variances = variances;
        this.kind = kind;
        ExplainedVariance = totalVariance > 0 ? variances.Sum() / totalVariance : 1;
        componentsByFeature = new double[components.Length];
        for (int k = 0; k < variances.Length; k++)
            for (int c = 0; c < names.Count; c++) componentsByFeature[(c * variances.Length) + k] = components[(k * names.Count) + c];
    }

    /// <summary>The features it was fitted on, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Number of components kept.</summary>
    public int Components => variances.Length;

    /// <summary>Share of the training normals' variance that the components hold, 0 to 1.</summary>
    public double ExplainedVariance { get; }

    /// <summary>Variance of the training normals along each component, descending.</summary>
    public IReadOnlyList<double> Variances => variances;

    /// <inheritdoc/>
    public double[] Score(FeatureMatrix flows)
    {
        DetectorInput.RequireScorable(flows, Names);
        var scores = new double[flows.Rows];
        DetectorInput.ForRows(flows.Rows, (first, end) =>
        {
            double[] deviation = new double[Names.Count], projected = new double[Components];
            for (int row = first; row < end; row++)
            {
                Moments.Deviation(flows.Row(row), mean, deviation);
                Project(deviation, projected);
                if (kind == PcaScore.ReconstructionError)
                {
                    SubtractReconstruction(deviation, projected);
                    scores[row] = VectorMath.SumOfSquares(deviation);
                }
                else
                {
                    for (int k = 0; k < projected.Length; k++) scores[row] += projected[k] * projected[k] / variances[k];
                }
            }
        });
        return scores;
    }

    /// <summary>
    /// Reconstruction error: each feature's squared residual; they add up to the score, and the expected values are the reconstruction.
    /// Mahalanobis: by how much the score falls when the feature takes the value that the others let expect, one feature after the
    /// other, the one that matters most first; that value is the expected one.
    /// </summary>
    /// <inheritdoc/>
    public ScoreExplanation Explain(FeatureMatrix flows)
    {
        DetectorInput.RequireScorable(flows, Names);
        float[] contributions = new float[flows.Values.Length], expected = new float[flows.Values.Length];
        MahalanobisDescent? descent = kind == PcaScore.Mahalanobis ? new MahalanobisDescent(components, variances, Names.Count) : null;
        DetectorInput.ForRows(flows.Rows, (first, end) =>
        {
            double[] deviation = new double[Names.Count], parts = new double[Names.Count], changes = new double[Names.Count], projected = new double[Components];
            for (int row = first; row < end; row++)
            {
                Moments.Deviation(flows.Row(row), mean, deviation);
                if (descent is not null)
                {
                    descent.Run(deviation, parts, changes);
                }
                else
                {
                    Project(deviation, projected);
                    SubtractReconstruction(deviation, projected);
                    for (int c = 0; c < parts.Length; c++) (parts[c], changes[c]) = (deviation[c] * deviation[c], -deviation[c]);
                }

                for (int c = 0; c < parts.Length; c++)
                {
                    contributions[(row * parts.Length) + c] = (float)parts[c];
                    expected[(row * parts.Length) + c] = (float)(flows[row, c] + changes[c]);
                }
            }
        });
        return new ScoreExplanation(flows, new FeatureMatrix(contributions, flows.Rows, Names), new FeatureMatrix(expected, flows.Rows, Names), descent is null
            ? "squared residual of the feature"
            : "fall of the squared Mahalanobis distance when the feature becomes what the others let expect");
    }

    internal static FittedPca Fit(FeatureMatrix normals, int components, PcaScore kind)
    {
        double[] centre = Moments.Mean(normals);
        SymmetricEigen eigen = SymmetricEigen.Decompose(Moments.Covariance(normals, centre, lostDegrees: 1), normals.Columns);
        int varying = eigen.Values.Count(variance => variance > NoVariance * eigen.Values[0]);
        int kept = kind == PcaScore.Mahalanobis ? varying : Math.Min(components, varying);
        double total = eigen.Values.Take(varying).Sum();
        return new FittedPca(normals.Names, centre, eigen.Vectors[..(kept * normals.Columns)], eigen.Values[..kept], total, kind);
    }

    /// <summary>Rows by components: the features as seen by the components.</summary>
    internal FeatureMatrix Transform(FeatureMatrix flows)
    {
        var values = new float[flows.Rows * Components];
        DetectorInput.ForRows(flows.Rows, (first, end) =>
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

    /// <summary>What a change along the components is as a change of the features, added to <paramref name="features"/>.</summary>
    internal void AddBack(ReadOnlySpan<double> projected, Span<double> features)
    {
        for (int k = 0; k < projected.Length; k++) VectorMath.AddScaled(features, projected[k], components.AsSpan(k * Names.Count, Names.Count));
    }

    /// <summary>The training normals' mean of a feature.</summary>
    internal double MeanOf(int feature) => mean[feature];

    // projected = components (k x features) * deviation, as a sum of the components' columns.
    private void Project(ReadOnlySpan<double> deviation, Span<double> projected)
    {
        projected.Clear();
        for (int c = 0; c < deviation.Length; c++)
            if (deviation[c] != 0) VectorMath.AddScaled(projected, deviation[c], componentsByFeature.AsSpan(c * projected.Length, projected.Length));
    }

    private void SubtractReconstruction(Span<double> deviation, ReadOnlySpan<double> projected)
    {
        for (int k = 0; k < projected.Length; k++) VectorMath.AddScaled(deviation, -projected[k], components.AsSpan(k * deviation.Length, deviation.Length));
    }
}
