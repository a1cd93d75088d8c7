namespace AnomalyNotebooks;

/// <summary>The detectors that the workbook compares, each with its preprocessing, by name.</summary>
public static class DetectorCatalog
{
    /// <summary>The name under which the best detector can be asked for.</summary>
    public const string BestName = "best";

    /// <summary>All of them, from the plainest to the best.</summary>
    public static IReadOnlyList<IFlowDetector> All { get; } = Build();

    /// <summary>The best of them, as chosen without labels (<c>anomaly select</c>).</summary>
    public static IFlowDetector Best => All[^1];

    /// <summary>The detector of that name; <c>best</c> is the best one's other name.</summary>
    /// <exception cref="AnomalyException">There is none.</exception>
    public static IFlowDetector Named(string name) => name == BestName
        ? Best
        : All.FirstOrDefault(detector => detector.Name == name)
            ?? throw new AnomalyException($"'{name}' is not a detector. There are {string.Join(", ", All.Select(detector => detector.Name))}, and 'best' and 'all'.");

    private static IReadOnlyList<IFlowDetector> Build()
    {
        FlowDetector neighbours = Single("neighbours", FeaturePipeline.QuantileAndSurprise, new NearestNeighbours());
        FlowDetector autoencoder = Single("surprise-autoencoder", FeaturePipeline.Raw, new SurpriseAutoencoder());
        var classifiers = new SwapDiscriminator(); // as one member of an ensemble each of them counts like any other model
        FlowDetector swapTrees = Single("swap-trees", FeaturePipeline.Raw, classifiers);
        return
        [
            Single("reference-autoencoder", FeaturePipeline.Reference, new AutoencoderDetector { Options = AutoencoderOptions.Reference }),
            Single("isolation-forest", FeaturePipeline.Robust, new IsolationForest()),
            Single("pca", FeaturePipeline.Robust, new PcaDetector()),
            Single("wide-autoencoder", FeaturePipeline.Robust, new AutoencoderDetector { Options = AutoencoderOptions.Wide with { Loss = ReconstructionLoss.MeanSquared } }),
            Single("mixture", FeaturePipeline.QuantileAndSurprise, new GaussianMixture()),
            neighbours,
            autoencoder,
            swapTrees,
            new DetectorEnsemble("ensemble", swapTrees, neighbours) { Weights = [classifiers.TreeSizes.Count, 1] },
        ];
    }

    private static FlowDetector Single(string name, FeaturePipeline pipeline, IDetector detector) => new(pipeline, detector) { Name = name };
}
