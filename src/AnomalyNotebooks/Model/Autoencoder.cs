using AnomalyNotebooks.Engine;

namespace AnomalyNotebooks;

/// <summary>
/// A fitted autoencoder: a network trained to give back its input through a narrow middle, which therefore gives back well what it
/// was trained on and badly what it was not (Hinton and Salakhutdinov, 2006; Sakurada and Yairi, 2014). Immutable, safe to use from
/// several threads.
/// </summary>
[TypeFormatterSource]
public sealed class Autoencoder : IRichOutput
{
    private readonly IFittedNetwork network;

    /// <summary>Wraps weights that were trained or loaded.</summary>
    /// <param name="options">Settings they were trained with; sizes and BatchNorm have to be theirs.</param>
    /// <param name="features">Names of the inputs, in order.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="history">Reports of the training, if known.</param>
    /// <exception cref="AnomalyException">The weights do not fit the settings or the features.</exception>
    public Autoencoder(AutoencoderOptions options, IReadOnlyList<string> features, AutoencoderWeights weights,
        IReadOnlyList<EpochReport>? history = null)
    {
        options.Validate();
        if (!weights.LayerSizes.SequenceEqual(options.LayerSizes(features.Count))
            || weights.HasBatchNorm != (options.BatchNorm && options.HiddenSizes.Count > 0))
        {
            throw new AnomalyException(
                $"The weights are those of a {string.Join("-", weights.LayerSizes)} network {With(weights.HasBatchNorm)} BatchNorm, "
                + $"the settings ask for {string.Join("-", options.LayerSizes(features.Count))} {With(options.BatchNorm)}.");
        }

        Options = options;
        Features = features;
        Weights = weights;
        History = history ?? [];
        network = EngineFactory.Fitted(weights, options);

        static string With(bool batchNorm) => batchNorm ? "with" : "without";
    }

    /// <summary>The settings it was trained with.</summary>
    public AutoencoderOptions Options { get; }

    /// <summary>Names of its inputs, in order.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <summary>Its weights: those of the epoch with the lowest validation loss.</summary>
    public AutoencoderWeights Weights { get; }

    /// <summary>One report per epoch of its training; empty where it was loaded without.</summary>
    public IReadOnlyList<EpochReport> History { get; }

    /// <summary>Trains an autoencoder on rows taken to be normal. No label enters.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="train">Training rows; features scaled to about one unit.</param>
    /// <param name="validation">Rows of the same features that choose the epoch and drive the learning rate; not the ones to be judged
    /// on.</param>
    /// <param name="seed">Fixes initial weights, order and noise: the same seed gives the same bits on any machine.</param>
    /// <param name="progress">Told after each epoch.</param>
    /// <param name="cancellation">Stops the training.</param>
    /// <exception cref="AnomalyException">Settings out of range; rows that are missing, do not fit or are not finite.</exception>
    /// <exception cref="TrainingDivergedException">The loss was no longer a number.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Autoencoder Fit(
        AutoencoderOptions options, FeatureMatrix train, FeatureMatrix validation, ulong seed,
        IProgress<EpochReport>? progress = null, CancellationToken cancellation = default)
    {
        Require.Given(options).Validate();
        Require.Given(train);
        Require.Given(validation);
        int least = options.BatchNorm ? 2 : 1;
        if (train.Rows < least || train.Columns == 0)
            throw new AnomalyException($"{train.Rows} training rows of {train.Columns} features: expected {least} or more, of 1 or more.");
        if (validation.Rows == 0)
            throw new AnomalyException("There are no validation rows: they choose the best epoch. Hold some of the normals out.");
        validation.RequireNames(train.Names, "validation");
        train.RequireFinite("training");
        validation.RequireFinite("validation");

        AutoencoderWeights initial = AutoencoderWeights.Initial(options, train.Columns, seed);
        var training = AutoencoderEngines.Named(options.Engine)
            .Train(options, initial, train, validation, seed, progress, cancellation);
        return new Autoencoder(options, train.Names, training.Weights, training.History);
    }

    /// <summary>The reconstruction loss of each row; higher is more anomalous. In the unit of
    /// <see cref="AutoencoderOptions.Loss"/>.</summary>
    /// <param name="flows">Rows with the features it was trained on.</param>
    /// <param name="cancellation">Stops the scoring.</param>
    public double[] Score(FeatureMatrix flows, CancellationToken cancellation = default)
    {
        Require.Given(flows).RequireNames(Features, "scored");
        double[] scores = GC.AllocateUninitializedArray<double>(flows.Rows); // every one is written
        network.Score(flows.Values, scores, cancellation);
        if (VectorMath.AreFinite(scores)) return scores;
        flows.RequireFinite("scored");
        throw new AnomalyException(
            "A score is not a finite number though all features are: some are too large for the network. Scale them as in training.");
    }

    /// <summary>The loss of a single row, the same bits as in a matrix. Allocates nothing.</summary>
    public double Score(ReadOnlySpan<float> flow)
    {
        if (flow.Length != Features.Count)
            throw new AnomalyException($"The flow has {flow.Length} features: the autoencoder was trained on {Features.Count}.");
        double score = network.Score(flow);
        return double.IsFinite(score) ? score : Score(new FeatureMatrix(flow.ToArray(), 1, Features))[0];
    }

    /// <summary>What the network gives back for each row, with the same features.</summary>
    public FeatureMatrix Reconstruct(FeatureMatrix flows)
    {
        RequireUsable(flows);
        return new FeatureMatrix(network.Forward(flows.Values, Weights.LayerSizes.Count - 1), flows.Rows, Features);
    }

    /// <summary>The code of each row, the narrow middle: columns code1, code2, ...</summary>
    public FeatureMatrix Encode(FeatureMatrix flows)
    {
        RequireUsable(flows);
        string[] names = [.. Enumerable.Range(1, Options.CodeSize).Select(i => FormattableString.Invariant($"code{i}"))];
        return new FeatureMatrix(network.Forward(flows.Values, (Weights.LayerSizes.Count - 1) / 2), flows.Rows, names);
    }

    /// <summary>Each feature's part of the row's score, never negative; a row's parts add up to its score (to rounding).</summary>
    public FeatureMatrix FeatureLosses(FeatureMatrix flows)
    {
        RequireUsable(flows);
        return new FeatureMatrix(network.FeatureLosses(flows.Values), flows.Rows, Features);
    }

    /// <summary>What the network is and how its training went, as an HTML table.</summary>
    public string ToHtml() => Shown().ToHtml();

    /// <summary>The same as text.</summary>
    public override string ToString() => Shown().ToString();

    private HtmlTable Shown()
    {
        List<(string Name, object? Value)> facts =
        [
            ("layers", string.Join(" - ", Weights.LayerSizes)),
            ("weights", Weights.Tensors.Sum(tensor => tensor.Count)),
            ("activation", Options.Activation.ToString()),
            ("batch normalisation", Weights.HasBatchNorm),
            ("loss", Options.Loss.ToString()),
            ("engine", Options.Engine),
        ];
        if (History.Count > 0)
        {
            EpochReport last = History[^1];
            facts.AddRange([("epochs", History.Count), ("best epoch", last.BestEpoch), ("validation loss there", last.BestValidationLoss)]);
        }

        return HtmlTable.Facts([.. facts]).WithCaption("Autoencoder");
    }

    private void RequireUsable(FeatureMatrix flows)
    {
        Require.Given(flows).RequireNames(Features, "given");
        flows.RequireFinite("given");
    }
}
