namespace AnomalyNotebooks;

/// <summary>
/// A denoising autoencoder of surprises: it learns which surprises go together in normal flows, and a flow is the more anomalous
/// the further its surprises are from what the network makes of them. No trees, no neighbours.
/// </summary>
/// <remarks>
/// Takes flows as they are (<see cref="FeaturePipeline.Raw"/>). Each value becomes how surprising it is among the training normals, by
/// itself, in its context and given others, counted on other rows than itself (cross-fitting); standardised and clipped at 8.
/// The residual of each surprise is put in units of its spread on held-out normals, and the score is their mean size.
/// </remarks>
public sealed record SurpriseAutoencoder : IDetector
{
    private const double ValidationShare = 0.1;

    /// <inheritdoc/>
    public string Name { get; init; } = "surprise autoencoder";

    /// <summary>The networks whose scores are averaged, each from a start of its own. A wide one knows normal traffic in detail, a
    /// narrow one what holds for traffic of another day too; both count alike.</summary>
    public IReadOnlyList<AutoencoderOptions> Networks { get; init; } = [Denoising([256, 128], 64), Denoising([64, 32], 6)];

    /// <summary>Settings of one network: swap noise, mean squared error.</summary>
    /// <param name="hiddenSizes">Sizes of the encoder's layers; the decoder mirrors them.</param>
    /// <param name="codeSize">Size of the middle layer.</param>
    public static AutoencoderOptions Denoising(IReadOnlyList<int> hiddenSizes, int codeSize) => new()
    {
        HiddenSizes = hiddenSizes,
        CodeSize = codeSize,
        Loss = ReconstructionLoss.MeanSquared,
        LearningRate = 0.002,
        BatchSize = 256,
        Epochs = 30,
        SwapNoise = 0.05,
    };

    /// <inheritdoc/>
    public IFittedDetector Fit(FeatureMatrix normals, ulong seed, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(Networks.Count);
        cancellation.ThrowIfCancellationRequested();
        DetectorInput.RequireFittable(normals);
        if (normals.Rows < 2 * CrossFitting.Folds) throw new AnomalyException($"A surprise autoencoder needs at least {2 * CrossFitting.Folds} normal flows, not {normals.Rows}.");

        var parts = new FlowParts(normals.Names);
        FeatureMatrix view = parts.View(parts.Take(normals));
        var table = SurpriseTable.OfFlows(view);
        FeatureMatrix surprises = CrossFitted(view, SeededRandom.Fork(seed, 0));
        var scale = new StandardScale(surprises, clip: 8);
        FeatureMatrix features = scale.Transform(surprises);

        int[] order = SeededRandom.Fork(seed, 1).Permutation(features.Rows);
        int held = Math.Max(2, (int)(features.Rows * ValidationShare));
        FeatureMatrix validation = features.Take(order.AsSpan(..held)), training = features.Take(order.AsSpan(held..));
        var networks = new Autoencoder[Networks.Count];
        var residuals = new StandardScale[Networks.Count];
        for (int i = 0; i < networks.Length; i++)
        {
            networks[i] = Autoencoder.Fit(Networks[i], training, validation, SeededRandom.Fork(seed, 2 + (ulong)i).NextUInt64(), cancellation: cancellation);
            residuals[i] = new StandardScale(FittedSurpriseAutoencoder.Residuals(networks[i], validation), clip: double.PositiveInfinity, leastSpread: 0.05);
        }

        return new FittedSurpriseAutoencoder(parts, table, scale, networks, residuals, normals.Names, new ExpectedValues(normals, FlowSurprises.Context));
    }

    private static FeatureMatrix CrossFitted(FeatureMatrix view, SeededRandom random)
    {
        FeatureMatrix? all = null;
        foreach (CrossFitting fold in CrossFitting.Of(view.Rows, random))
        {
            FeatureMatrix surprises = SurpriseTable.OfFlows(view.Take(fold.Counted)).Transform(view.Take(fold.Rows));
            all ??= new FeatureMatrix(new float[view.Rows * surprises.Columns], view.Rows, surprises.Names);
            for (int i = 0; i < fold.Rows.Length; i++) surprises.Row(i).CopyTo(all.Values.AsSpan(fold.Rows[i] * surprises.Columns));
        }

        return all!;
    }
}
