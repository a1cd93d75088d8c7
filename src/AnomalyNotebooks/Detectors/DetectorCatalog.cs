namespace AnomalyNotebooks;

/// <summary>The detectors that the workbook compares, each with its preprocessing, by name.</summary>
public static class DetectorCatalog
{
    /// <summary>The name under which the best detector can be asked for.</summary>
    public const string BestName = "best";

    /// <summary>All of them, from the plainest to the best.</summary>
    public static IReadOnlyList<IDetector> All { get; } = Build();

    /// <summary>The default: the one that keeps its promises on other traffic than it was fitted on. <c>sharp-ensemble</c> is sharper at
    /// home.</summary>
    public static IDetector Best => All[^1];

    /// <summary>The detector of that name; <c>best</c> is the best one's other name.</summary>
    /// <exception cref="AnomalyException">There is none.</exception>
    public static IDetector Named(string name) => name == BestName
        ? Best
        : All.FirstOrDefault(detector => detector.Name == name)
            ?? throw new AnomalyException($"'{name}' is not a detector. There are "
                + $"{string.Join(", ", All.Select(detector => detector.Name))}, and 'best' and 'all'.");

    private static IReadOnlyList<IDetector> Build()
    {
        var neighbours = new NearestNeighbours { Name = "neighbours", Pipeline = FeaturePipeline.QuantileAndSurprise };
        var swapTrees = new SwapDiscriminator { Name = "swap-trees" };
        return
        [
            new AutoencoderDetector { Name = "reference-autoencoder", Pipeline = FeaturePipeline.Reference,
                Options = AutoencoderOptions.Reference },
            new IsolationForest { Name = "isolation-forest" },
            new PcaDetector { Name = "pca" },
            new AutoencoderDetector
            {
                Name = "wide-autoencoder",
                Options = AutoencoderOptions.Wide with { Loss = ReconstructionLoss.MeanSquared },
            },
            // The strongest single network on other traffic than it was fitted on.
            new AutoencoderDetector
            {
                Name = "travelling-autoencoder",
                Pipeline = FeaturePipeline.Travelling,
                Options = AutoencoderOptions.Wide with
                {
                    HiddenSizes = [256, 128], CodeSize = 32, Loss = ReconstructionLoss.MeanSquared, Epochs = 20,
                },
                ValidationShare = 0.1,
            },
            new GaussianMixture { Name = "mixture", Pipeline = FeaturePipeline.QuantileAndSurprise },
            neighbours,
            new SurpriseAutoencoder { Name = "surprise-autoencoder" },
            swapTrees,
            // Each of the classifiers counts like any other model.
            // The sharpest at home, on traffic like that it was fitted on; on other traffic its alarms drown what it finds.
            new DetectorEnsemble("sharp-ensemble", swapTrees, neighbours) { Weights = [swapTrees.TreeSizes.Count, 1] },
            new TravellingDetector(),
        ];
    }
}
