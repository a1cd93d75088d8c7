using System.Globalization;
namespace AnomalyNotebooks;

/// <summary>The autoencoder as a detector: holds a share of the normals out for validation, trains on the rest, scores by the
/// loss.</summary>
public sealed record AutoencoderDetector : PipelineDetector
{
    /// <summary>An autoencoder of robust features.</summary>
    public AutoencoderDetector()
        : base("autoencoder")
    {
    }

    /// <summary>Settings of the network and its training.</summary>
    public AutoencoderOptions Options { get; init; } = new();

    /// <summary>Share of the rows, above 0 and below 1, that choose the epoch instead of training. Default 0.2.</summary>
    public double ValidationShare { get; init; } = 0.2;

    /// <inheritdoc/>
    internal override FittedAutoencoder Fit(FeatureMatrix normals, ulong seed, CancellationToken cancellation = default)
    {
        if (ValidationShare is not (> 0 and < 1))
            throw new AnomalyException(string.Create(CultureInfo.InvariantCulture,
                $"ValidationShare is {ValidationShare}: expected a number between 0 "
                + $"and 1."));
        int held = Math.Max(1, (int)Math.Round(normals.Rows * ValidationShare));
        if (normals.Rows - held < 2)
            throw new AnomalyException($"{normals.Rows} rows are too few to train an autoencoder on and hold {held} out.");
        int[] order = new SeededRandom(seed).Permutation(normals.Rows);
        int[] train = order[held..], validation = order[..held];
        Array.Sort(train); // in the order of the file, for settings that do not shuffle
        return new FittedAutoencoder(Autoencoder.Fit(Options, normals.Take(train), normals.Take(validation), seed,
            cancellation: cancellation));
    }
}

/// <summary>A trained network as a model: the score is its reconstruction loss.</summary>
internal sealed record FittedAutoencoder(Autoencoder Network) : IFittedModel
{
    public const string KindName = "autoencoder";

    /// <inheritdoc/>
    public string Kind => KindName;

    public static FittedAutoencoder Read(BundleReader from) => new(from.Network("network"));

    /// <inheritdoc/>
    public void Write(BundleWriter to) => to.Network("network", Network);

    /// <inheritdoc/>
    public double[] Score(FeatureMatrix flows, CancellationToken cancellation = default) => Network.Score(flows, cancellation);
}
