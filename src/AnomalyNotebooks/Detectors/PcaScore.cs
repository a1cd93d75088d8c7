namespace AnomalyNotebooks;

/// <summary>What a principal component analysis calls anomalous.</summary>
public enum PcaScore
{
    /// <summary>The squared distance from the plane of the leading components: relations among features that normals keep are broken.</summary>
    ReconstructionError,

    /// <summary>The squared Mahalanobis distance from the mean, over all components that vary: far out, measured in standard deviations.</summary>
    Mahalanobis,
}
