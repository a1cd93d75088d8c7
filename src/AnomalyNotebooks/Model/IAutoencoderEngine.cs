namespace AnomalyNotebooks;

/// <summary>
/// Something that can train an autoencoder: the managed engine of this library, or one of another assembly. All engines take the
/// same options and initial weights, report the same progress and give back weights of the same names.
/// </summary>
public interface IAutoencoderEngine
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
    /// <exception cref="TrainingDivergedException">The loss of a step was not finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    AutoencoderTraining Train(
        AutoencoderOptions options,
        AutoencoderWeights initial,
        FeatureMatrix train,
        FeatureMatrix validation,
        ulong seed,
        IProgress<EpochReport>? progress,
        CancellationToken cancellation);
}
