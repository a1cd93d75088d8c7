namespace AnomalyNotebooks;

/// <summary>
/// A mixture of Gaussian bells over the principal components of the normals, fitted by expectation maximisation (Dempster, Laird
/// and Rubin, 1977) from a k-means start, as scikit-learn's. The score is the negative log-likelihood.
/// </summary>
public sealed record GaussianMixture : IDetector
{
    /// <summary>Number of bells, 1 or more (as many as there are distinct rows at most).</summary>
    public int Components { get; init; } = 48;

    /// <summary>Shape of the bells.</summary>
    public MixtureCovariance Covariance { get; init; } = MixtureCovariance.Full;

    /// <summary>Number of principal components that the mixture sees; null for the features themselves.</summary>
    public int? PrincipalComponents { get; init; } = 24;

    /// <summary>Added to every variance so that no bell collapses, in squared units of the features.</summary>
    public double Regularisation { get; init; } = 1e-6;

    /// <summary>Rounds of expectation maximisation at most.</summary>
    public int MaxIterations { get; init; } = 100;

    /// <summary>Stops when the mean log-likelihood of a row changes by less.</summary>
    public double Tolerance { get; init; } = 1e-3;

    /// <inheritdoc/>
    public string Name => "Gaussian mixture";

    /// <inheritdoc cref="IDetector.Fit"/>
    /// <exception cref="AnomalyException">A bell collapsed: the regularisation is too small for these features.</exception>
    public FittedGaussianMixture Fit(FeatureMatrix normals, ulong seed, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Components, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxIterations, 1);
        if (PrincipalComponents is { } asked) ArgumentOutOfRangeException.ThrowIfLessThan(asked, 1);
        if (!(Regularisation >= 0)) throw new AnomalyException(FormattableString.Invariant($"Regularisation is {Regularisation}: expected 0 or more."));
        DetectorInput.RequireFittable(normals);

        FittedPca? projection = PrincipalComponents is { } k ? FittedPca.Fit(normals, k, PcaScore.ReconstructionError) : null;
        if (projection is { Components: 0 }) projection = null; // nothing varies: there is no direction to project on
        FeatureMatrix rows = projection?.Transform(normals) ?? normals;
        int[] labels = KMeans.Labels(rows, Components, SeededRandom.Fork(seed, 0), cancellation);
        MixtureParameters start = MixtureEstimation.FromLabels(rows, labels, Covariance, Regularisation);
        (MixtureParameters fitted, int iterations, bool converged) = MixtureEstimation.Run(rows, start, Covariance, Regularisation, MaxIterations, Tolerance, cancellation);
        return new FittedGaussianMixture(normals.Names, projection, fitted, iterations, converged);
    }

    IFittedDetector IDetector.Fit(FeatureMatrix normals, ulong seed, CancellationToken cancellation) => Fit(normals, seed, cancellation);
}
