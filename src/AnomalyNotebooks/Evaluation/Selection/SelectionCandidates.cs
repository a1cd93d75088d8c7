namespace AnomalyNotebooks;

/// <summary>What was considered for the best detector; <c>anomaly select</c> compares them on normals alone.</summary>
internal static class SelectionCandidates
{
    private static readonly SwapDiscriminator Single = new() { TreeSizes = [64] };
    private static readonly AutoencoderOptions Wide = SurpriseAutoencoder.Denoising([256, 128], 64);

    /// <summary>One classifier each, varied in one respect: how its artificial anomalies are made, and how large its trees are.</summary>
    public static IReadOnlyList<IDetector> SwapTrees { get; } =
    [
        Of("one model", Single),
        Of("no whole blocks", Single with { Recombination = new RecombinationOptions { BlockShare = 0 } }),
        Of("a quarter whole blocks", Single with { Recombination = new RecombinationOptions { BlockShare = 0.25 } }),
        Of("0.8 whole blocks", Single with { Recombination = new RecombinationOptions { BlockShare = 0.8 } }),
        Of("whole blocks only", Single with { Recombination = new RecombinationOptions { BlockShare = 1 } }),
        Of("0.3 of the same context", Single with { Recombination = new RecombinationOptions { SameContextShare = 0.3 } }),
        Of("no new values", Single with { Recombination = new RecombinationOptions { NearbyShare = 0 } }),
        Of("new values always", Single with { Recombination = new RecombinationOptions { NearbyShare = 1 } }),
        Of("no resized", Single with { Recombination = new RecombinationOptions { ResizeShare = 0 } }),
        Of("half resized", Single with { Recombination = new RecombinationOptions { ResizeShare = 0.5 } }),
        Of("8 leaves", Single with { TreeSizes = [8] }),
        Of("256 leaves", Single with { TreeSizes = [256] }),
        Of("one anomaly per normal", Single with { AnomaliesPerNormal = 1 }),
        Of("six anomalies per normal", Single with { AnomaliesPerNormal = 6 }),
    ];

    /// <summary>The autoencoders' variants.</summary>
    public static IReadOnlyList<IDetector> Autoencoders { get; } =
    [
        Of("surprises, 256-128-64", new SurpriseAutoencoder { Networks = [Wide] }),
        Of("surprises, 64-32-6", new SurpriseAutoencoder { Networks = [SurpriseAutoencoder.Denoising([64, 32], 6)] }),
        Of("surprises, no noise", new SurpriseAutoencoder { Networks = [Wide with { SwapNoise = 0 }] }),
        Of("surprises, noise 0.3", new SurpriseAutoencoder { Networks = [Wide with { SwapNoise = 0.3 }] }),
    ];

    /// <summary>One classifier joined with the nearest neighbours, and counting the more.</summary>
    public static IReadOnlyList<IDetector> Ensembles { get; } =
    [
        .. new double[] { 1, 3, 6, 12 }.Select(weight => new DetectorEnsemble(
            $"one model {weight.Shown()} : neighbours 1", Of("one model", Single), DetectorCatalog.Named("neighbours")) { Weights =
                [weight, 1] }),
    ];

    /// <summary>All candidates: the catalogue's detectors, then the variants.</summary>
    public static IReadOnlyList<IDetector> All { get; } = [.. DetectorCatalog.All, .. SwapTrees, .. Autoencoders, .. Ensembles];

    private static SwapDiscriminator Of(string name, SwapDiscriminator detector) => detector with { Name = name };

    private static SurpriseAutoencoder Of(string name, SurpriseAutoencoder detector) => detector with { Name = name };
}
