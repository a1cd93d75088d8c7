using System.Collections.Concurrent;
using AnomalyNotebooks.Engine;

namespace AnomalyNotebooks;

/// <summary>
/// The engines that can be chosen by name: <c>managed</c>, written for this job; <c>plain</c>, the loops of <c>Model/Network.cs</c>, which
/// give the same bits slowly. Another assembly adds its own once with <see cref="Register"/>.
/// </summary>
internal static class AutoencoderEngines
{
    private static readonly ConcurrentDictionary<string, IAutoencoderEngine> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["managed"] = new Training("managed", EngineFactory.Training, EngineFactory.Fitted),
        ["plain"] = new Training(
            "plain",
            (weights, options, train) => new Network(weights, options, train),
            (weights, options) => new FittedNetwork(weights, options)),
    };

    /// <summary>The engine of this library, written for this job in managed code.</summary>
    public static IAutoencoderEngine Managed => Known["managed"];

    /// <summary>Names that <see cref="Named"/> knows.</summary>
    public static IReadOnlyList<string> Names => [.. Known.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Adds an engine under its name, in place of an earlier one of that name.</summary>
    public static void Register(IAutoencoderEngine engine) => Known[engine.Name] = engine;

    /// <summary>The engine called <paramref name="name"/>.</summary>
    /// <exception cref="AnomalyException">No engine of that name is registered.</exception>
    public static IAutoencoderEngine Named(string name) => Known.TryGetValue(name, out IAutoencoderEngine? engine)
        ? engine
        : throw new AnomalyException($"There is no autoencoder engine '{name}': known are {string.Join(", ", Names)}. "
            + "An engine of another assembly has to be registered first (AutoencoderEngines.Register).");
}

/// <summary>
/// Something that can train an autoencoder: the managed engine of this library, or one of another assembly. All engines take the
/// same options and initial weights, report the same progress and give back weights of the same names.
/// </summary>
internal interface IAutoencoderEngine
{
    /// <summary>What it is chosen by, such as <c>managed</c>.</summary>
    string Name { get; }

    /// <summary>Trains from <paramref name="initial"/>, keeping the weights of the epoch with the lowest validation loss.</summary>
    /// <param name="options">Validated settings.</param>
    /// <param name="initial">Weights to start from; their first layer takes the features of <paramref name="train"/>.</param>
    /// <param name="train">Training rows, finite numbers, at least one row (two with BatchNorm).</param>
    /// <param name="validation">Validation rows with the same features, at least one.</param>
    /// <param name="seed">Fixes the order of the rows and the noise.</param>
    /// <param name="progress">Told after each epoch.</param>
    /// <param name="cancellation">Checked at least once per step.</param>
    /// <returns>The weights of the epoch with the lowest validation loss, and one report per epoch, in order.</returns>
    /// <exception cref="TrainingDivergedException">The loss of a step was not finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    (AutoencoderWeights Weights, IReadOnlyList<EpochReport> History) Train(
        AutoencoderOptions options,
        AutoencoderWeights initial,
        FeatureMatrix train,
        FeatureMatrix validation,
        ulong seed,
        IProgress<EpochReport>? progress,
        CancellationToken cancellation);
}
