namespace AnomalyNotebooks;

/// <summary>
/// A denoising autoencoder of surprises: it learns which surprises go together in normal flows, and a flow is the more anomalous
/// the further its surprises are from what the network makes of them. No trees, no neighbours.
/// </summary>
/// <remarks>
/// Each value becomes how surprising it is among the training normals, by
/// itself, in its context and given others, counted on other rows than itself (cross-fitting); standardised and clipped at 8.
/// The residual of each surprise is put in units of its spread on held-out normals, and the score is their mean size.
/// </remarks>
internal sealed record SurpriseAutoencoder : IDetector
{
    private const double ValidationShare = 0.1;

    /// <inheritdoc/>
    public string Name { get; init; } = "surprise autoencoder";

    /// <summary>Columns that it does not look at.</summary>
    public IReadOnlyCollection<string> Ignored { get; init; } = [];

    /// <summary>The networks whose scores are averaged, each from a start of its own. A wide one knows normal traffic in detail, a
    /// narrow one what holds for traffic of another day too; both count alike.</summary>
    public IReadOnlyList<AutoencoderOptions> Networks { get; init; } = [Denoising([256, 128], 64), Denoising([64, 32], 6)];

    /// <inheritdoc cref="NormalSample"/>
    internal NormalSample Bound { get; init; } = NormalSample.Default;

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
    public IFittedDetector Fit(NormalFlows training, NormalFlows heldOut, ulong seed, CancellationToken cancellation = default)
    {
        using var scope = ParallelWork.Until(cancellation);
        ArgumentOutOfRangeException.ThrowIfZero(Networks.Count);
        CrossFitting.RequireEnough(training.Count, Name);
        training = Bound.Of(training, seed);
        var parts = FlowParts.Of(training.Table, Ignored);
        FeatureMatrix view = parts.View(parts.Take(training.Table));
        SurpriseCounts counts = FlowSurprises.Count(parts.Schema, view, cancellation);
        FeatureMatrix surprises = CrossFitted(counts, view, SeededRandom.Fork(seed, 0), cancellation);
        var scale = new StandardScale(surprises, clip: 8);
        FeatureMatrix features = scale.Transform(surprises);

        int[] order = SeededRandom.Fork(seed, 1).Permutation(features.Rows);
        int held = Math.Max(2, (int)(features.Rows * ValidationShare));
        FeatureMatrix validation = features.Take(order.AsSpan(..held)), fitted = features.Take(order.AsSpan(held..));
        var networks = new Autoencoder[Networks.Count];
        var residuals = new StandardScale[Networks.Count];
        for (int i = 0; i < networks.Length; i++)
        {
            networks[i] = Autoencoder.Fit(Networks[i], fitted, validation, SeededRandom.Fork(seed, 2 + (ulong)i).NextUInt64(),
                cancellation: cancellation);
            residuals[i] = new StandardScale(FittedSurpriseAutoencoder.Residuals(networks[i], validation), clip: double.PositiveInfinity,
                leastSpread: 0.05);
        }

        return new FittedSurpriseAutoencoder(parts, counts.All(cancellation), scale, networks, residuals);
    }

    /// <inheritdoc/>
    public IDetector Without(IReadOnlyCollection<string> columns) => this with { Ignored = [.. Ignored, .. columns] };

    private static FeatureMatrix CrossFitted(SurpriseCounts counts, FeatureMatrix view, SeededRandom random, CancellationToken cancellation)
    {
        FeatureMatrix? all = null;
        foreach (CrossFitting fold in CrossFitting.Of(view.Rows, random))
        {
            FeatureMatrix surprises = counts.Without(fold.Donors, cancellation).Transform(view.Take(fold.Rows), cancellation);
            all ??= new FeatureMatrix(new float[view.Rows * surprises.Columns], view.Rows, surprises.Names);
            for (int i = 0; i < fold.Rows.Length; i++) surprises.Row(i).CopyTo(all.Values.AsSpan(fold.Rows[i] * surprises.Columns));
        }

        return all!;
    }
}

/// <summary>A fitted <see cref="SurpriseAutoencoder"/>. The score is the mean size of the standardised residuals, over surprises and
/// networks.</summary>
internal sealed record FittedSurpriseAutoencoder(
    FlowParts Parts, SurpriseTable Table, StandardScale Scale, Autoencoder[] Networks, StandardScale[] Spreads) : IFittedDetector, ISaved
{
    public const string KindName = "surprise-autoencoder";

    /// <inheritdoc/>
    public string Kind => KindName;

    public static FittedSurpriseAutoencoder Read(BundleReader from)
    {
        FlowParts parts = from.Parts("parts");
        SurpriseTable table = FlowSurprises.Read(parts, from.Bytes("surprises"));
        int[] networks = [.. Enumerable.Range(0, from.Whole("networks", 1, 1000))];
        var fitted = new FittedSurpriseAutoencoder(parts, table, from.Standard("scale"),
            [.. networks.Select(n => from.Network(Name(n)))], [.. networks.Select(n => from.Standard($"spread{n}"))]);
        bool fits = fitted.Spreads.Append(fitted.Scale).All(scale => scale.Mean.Length == table.Names.Count)
            && fitted.Networks.All(network => network.Features.SequenceEqual(table.Names, StringComparer.Ordinal));
        return fits ? fitted : throw from.Bad("networks", "were made for other surprises");
    }

    /// <inheritdoc/>
    public void Write(BundleWriter to)
    {
        to.Parts("parts", Parts);
        to.Bytes("surprises", Table.ToBytes());
        to.Standard("scale", Scale);
        to.Whole("networks", Networks.Length);
        for (int n = 0; n < Networks.Length; n++)
        {
            to.Network(Name(n), Networks[n]);
            to.Standard($"spread{n}", Spreads[n]);
        }
    }

    private static string Name(int network) => FormattableString.Invariant($"network{network}");

    /// <inheritdoc/>
    public double[] Score(FlowTable flows, CancellationToken cancellation = default)
    {
        using var scope = ParallelWork.Until(cancellation);
        FeatureMatrix sizes = Sizes(flows, cancellation);
        var scores = new double[flows.Count];
        for (int r = 0; r < scores.Length; r++)
            foreach (float part in sizes.Row(r)) scores[r] += part;
        return scores;
    }

    /// <summary>What each surprise adds to each score, the size of its standardised residual as a share of their number: rows by the
    /// names of <see cref="Table"/>.</summary>
    public FeatureMatrix Sizes(FlowTable flows, CancellationToken cancellation = default)
    {
        FeatureMatrix features = Scale.Transform(Table.Transform(Parts.View(Parts.Take(flows)), cancellation));
        var sizes = new float[features.Values.Length];
        for (int n = 0; n < Networks.Length; n++)
        {
            cancellation.ThrowIfCancellationRequested();
            FeatureMatrix standardised = Spreads[n].Transform(Residuals(Networks[n], features));
            for (int i = 0; i < sizes.Length; i++) sizes[i] += Math.Abs(standardised.Values[i]) / (Networks.Length * features.Columns);
        }

        return new FeatureMatrix(sizes, features.Rows, features.Names);
    }

    internal static FeatureMatrix Residuals(Autoencoder network, FeatureMatrix features)
    {
        FeatureMatrix rebuilt = network.Reconstruct(features);
        var differences = new float[features.Values.Length];
        for (int i = 0; i < differences.Length; i++) differences[i] = features.Values[i] - rebuilt.Values[i];
        return new FeatureMatrix(differences, features.Rows, features.Names);
    }
}

/// <summary>Mean 0 and spread 1 per column, as on the rows it was made from.</summary>
internal sealed class StandardScale
{
    private readonly float[] mean, spread;
    private readonly float clip;

    public StandardScale(float[] mean, float[] spread, double clip) => (this.mean, this.spread, this.clip) = (mean, spread, (float)clip);

    /// <summary>Takes mean and spread of the columns.</summary>
    /// <param name="rows">Rows by columns.</param>
    /// <param name="clip">Largest size of a result.</param>
    /// <param name="leastSpread">Added to every spread; where both are 0 the spread is taken as 1.</param>
    public StandardScale(FeatureMatrix rows, double clip, double leastSpread = 0)
    {
        this.clip = (float)clip;
        mean = new float[rows.Columns];
        spread = new float[rows.Columns];
        for (int c = 0; c < rows.Columns; c++)
        {
            double sum = 0, squares = 0;
            for (int r = 0; r < rows.Rows; r++) sum += rows[r, c];
            double centre = sum / rows.Rows;
            for (int r = 0; r < rows.Rows; r++) squares += (rows[r, c] - centre) * (rows[r, c] - centre);
            mean[c] = (float)centre;
            double deviation = Math.Sqrt(squares / rows.Rows) + leastSpread;
            spread[c] = deviation < 1e-6 ? 1 : (float)deviation;
        }
    }

    public double Clip => clip;

    public ReadOnlySpan<float> Mean => mean;

    public ReadOnlySpan<float> Spread => spread;

    public FeatureMatrix Transform(FeatureMatrix rows)
    {
        var values = new float[rows.Values.Length];
        for (int r = 0, i = 0; r < rows.Rows; r++)
            for (int c = 0; c < mean.Length; c++, i++)
                values[i] = Math.Clamp((rows.Values[i] - mean[c]) / spread[c], -clip, clip);
        return new FeatureMatrix(values, rows.Rows, rows.Names);
    }
}
