namespace AnomalyNotebooks.Engine;

/// <summary>A network in training, whatever lanes, activation and loss its code was made for.</summary>
internal unsafe interface ITrainingNetwork : IDisposable
{
    /// <summary>One step of Adam on a batch.</summary>
    /// <param name="inputs">What goes in: rows of <see cref="AlignedFloats.Stride"/> floats, padding zero.</param>
    /// <param name="targets">What should come out, in the same form.</param>
    /// <param name="rows">Rows of the batch.</param>
    /// <param name="learningRate">Adam's step size.</param>
    /// <returns>The sum of the rows' losses before the step.</returns>
    float Step(float* inputs, float* targets, int rows, double learningRate);

    /// <summary>The loss of a batch and the gradient of every trained tensor, without a step; for tests.</summary>
    float Gradients(float* inputs, float* targets, int rows, out IReadOnlyList<WeightTensor> gradients);

    /// <summary>A copy of the weights.</summary>
    AutoencoderWeights Export();
}
