namespace AnomalyNotebooks;

/// <summary>Lowers the learning rate when the validation loss no longer falls: PyTorch's <c>ReduceLROnPlateau</c> (mode min, relative
/// threshold 1e-4, no cooldown, changes below 1e-8 left out).</summary>
internal sealed class PlateauSchedule(double learningRate, int? patience, double factor)
{
    private double best = double.PositiveInfinity;
    private int epochsWithoutProgress;

    public double LearningRate { get; private set; } = learningRate;

    /// <summary>To be told the validation loss after each epoch.</summary>
    public void Step(double loss)
    {
        if (loss < best * (1 - 1e-4))
        {
            best = loss;
            epochsWithoutProgress = 0;
        }
        else if (++epochsWithoutProgress > patience)
        {
            double lowered = LearningRate * factor;
            if (LearningRate - lowered > 1e-8) LearningRate = lowered;
            epochsWithoutProgress = 0;
        }
    }
}
