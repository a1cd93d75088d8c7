namespace AnomalyNotebooks;

/// <summary>Something fitted that can be written into a bundle. <see cref="SavedKinds"/> knows how it is read back.</summary>
internal interface ISaved
{
    /// <summary>Its name in files, the same as in <see cref="SavedKinds"/>. Never changes once files with it exist.</summary>
    string Kind { get; }

    /// <summary>Writes all that it needs to score to the same bits.</summary>
    void Write(BundleWriter to);
}

/// <summary>How each kind of fitted detector and model is read from a bundle. A new one adds its line here.</summary>
internal static class SavedKinds
{
    public static IReadOnlyDictionary<string, Func<BundleReader, object>> All { get; } =
        new Dictionary<string, Func<BundleReader, object>>(StringComparer.Ordinal)
    {
        [FittedPipelineDetector.KindName] = FittedPipelineDetector.Read,
        [FittedDetectorEnsemble.KindName] = FittedDetectorEnsemble.Read,
        [FittedTravellingDetector.KindName] = FittedTravellingDetector.Read,
        [FittedSwapDiscriminator.KindName] = FittedSwapDiscriminator.Read,
        [FittedSurpriseAutoencoder.KindName] = FittedSurpriseAutoencoder.Read,
        [FittedAutoencoder.KindName] = FittedAutoencoder.Read,
        [FittedIsolationForest.KindName] = FittedIsolationForest.Read,
        [FittedPca.KindName] = FittedPca.Read,
        [FittedGaussianMixture.KindName] = FittedGaussianMixture.Read,
        [FittedNearestNeighbours.KindName] = FittedNearestNeighbours.Read,
    };
}
