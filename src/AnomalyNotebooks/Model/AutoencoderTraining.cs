namespace AnomalyNotebooks;

/// <summary>What an engine hands back from training.</summary>
/// <param name="Weights">The weights of the epoch with the lowest validation loss.</param>
/// <param name="History">One report per epoch, in order.</param>
public sealed record AutoencoderTraining(AutoencoderWeights Weights, IReadOnlyList<EpochReport> History);
