namespace AnomalyNotebooks;

/// <summary>What one epoch of training brought.</summary>
/// <param name="Epoch">Number of the epoch, from 1.</param>
/// <param name="Epochs">Epochs asked for.</param>
/// <param name="TrainLoss">Mean loss per training row, in training mode, over the epoch while the weights were changing.
/// The reference project plots the sum over a batch instead: the batch size times this.</param>
/// <param name="ValidationLoss">Mean loss per validation row with the weights at the epoch's end.</param>
/// <param name="LearningRate">The learning rate of this epoch.</param>
/// <param name="Seconds">Time of the epoch, validation included.</param>
/// <param name="BestEpoch">The epoch with the lowest validation loss so far.</param>
/// <param name="BestValidationLoss">That loss.</param>
/// <param name="IsCollapsed">Whether every validation row got the same loss though the rows differ: the network reconstructs
/// nothing.</param>
public sealed record EpochReport(
    int Epoch,
    int Epochs,
    double TrainLoss,
    double ValidationLoss,
    double LearningRate,
    double Seconds,
    int BestEpoch,
    double BestValidationLoss,
    bool IsCollapsed)
{
    /// <summary>Whether this epoch's weights are the best so far.</summary>
    public bool IsBest => Epoch == BestEpoch;
}
