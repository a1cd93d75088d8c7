namespace AnomalyNotebooks;

/// <summary>The loss of a training step was not a finite number.</summary>
internal sealed class TrainingDivergedException : AnomalyException
{
    /// <summary>Names where training went wrong.</summary>
    public TrainingDivergedException(int epoch, int step, double learningRate)
        : base(FormattableString.Invariant(
            $"The loss was no longer a finite number in epoch {epoch}, step {step}, at learning rate {learningRate}. ")
            + "Try a smaller learning rate, and check that the features are scaled (most between -10 and 10).")
    {
        Epoch = epoch;
        Step = step;
        LearningRate = learningRate;
    }

    /// <summary>Creates the error with a message alone.</summary>
    public TrainingDivergedException(string message) : base(message)
    {
    }

    /// <summary>Creates the error with a message and its cause.</summary>
    public TrainingDivergedException(string message, Exception? innerException) : base(message, innerException)
    {
    }

    /// <summary>Creates the error without a message.</summary>
    public TrainingDivergedException()
    {
    }

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; }

    /// <summary>The step within the epoch, from 1.</summary>
    public int Step { get; }

    /// <summary>The learning rate of that step.</summary>
    public double LearningRate { get; }
}
