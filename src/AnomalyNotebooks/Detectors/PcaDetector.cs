namespace AnomalyNotebooks;

/// <summary>
/// Principal component analysis of the normals (Shyu, Chen, Sarinnapakorn and Chang, 2003). Features are centred, not scaled: that is
/// the pipeline's part. Deterministic without a seed.
/// </summary>
public sealed record PcaDetector : IDetector
{
    /// <summary>Number of leading components, 1 or more (as many as there are features at most). Not used by <see cref="PcaScore.Mahalanobis"/>.</summary>
    public int Components { get; init; } = 16;

    /// <summary>What is called anomalous.</summary>
    public PcaScore Score { get; init; } = PcaScore.ReconstructionError;

    /// <inheritdoc/>
    public string Name => Score == PcaScore.Mahalanobis ? "Mahalanobis distance" : "PCA";

    /// <inheritdoc cref="IDetector.Fit"/>
    public FittedPca Fit(FeatureMatrix normals, ulong seed = 0, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Components, 1);
        DetectorInput.RequireFittable(normals);
        cancellation.ThrowIfCancellationRequested();
        return FittedPca.Fit(normals, Components, Score);
    }

    IFittedDetector IDetector.Fit(FeatureMatrix normals, ulong seed, CancellationToken cancellation) => Fit(normals, seed, cancellation);
}
