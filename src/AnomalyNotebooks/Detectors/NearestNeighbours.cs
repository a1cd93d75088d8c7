namespace AnomalyNotebooks;

/// <summary>
/// The mean Euclidean distance to the k nearest training normals (Angiulli and Pizzuti, 2002), by exact search. Deterministic without
/// a seed.
/// </summary>
/// <remarks>Flows that equal a training normal are at distance 0: data with many duplicates flatter this detector.</remarks>
public sealed record NearestNeighbours : IDetector
{
    /// <summary>k, 1 or more (as many as there are training rows at most).</summary>
    public int Neighbours { get; init; } = 5;

    /// <inheritdoc/>
    public string Name => Neighbours == 1 ? "nearest neighbour" : $"{Neighbours} nearest neighbours";

    /// <inheritdoc cref="IDetector.Fit"/>
    public FittedNearestNeighbours Fit(FeatureMatrix normals, ulong seed = 0, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Neighbours, 1);
        DetectorInput.RequireFittable(normals);
        cancellation.ThrowIfCancellationRequested();
        return new FittedNearestNeighbours(normals, Math.Min(Neighbours, normals.Rows));
    }

    IFittedDetector IDetector.Fit(FeatureMatrix normals, ulong seed, CancellationToken cancellation) => Fit(normals, seed, cancellation);
}
