namespace AnomalyNotebooks;

/// <summary>
/// An autoencoder in training, to be read from top to bottom: forward, loss, backward, Adam. These plain loops are the specification:
/// they define the order of every sum, and where a product and a sum are rounded once (<c>MultiplyAdd</c>) and where each by itself. The
/// vector engine gives the same bits faster; on a machine without vectors this network runs.
/// </summary>
/// <remarks>Matrices are row-major; their shapes stand beside the lines. Gradients are of the sum of the rows' losses.</remarks>
internal sealed class Network : ITrainingNetwork
{
    private readonly DenseLayer[] layers;
    private readonly ReconstructionLoss lossKind;
    private readonly FeatureMatrix train;
    private readonly int features;
    private double beta1Power = 1, beta2Power = 1;
    private long steps;

    /// <summary>Starts from given weights.</summary>
    public Network(AutoencoderWeights weights, AutoencoderOptions options, FeatureMatrix train)
    {
        (lossKind, this.train, features, steps) = (options.Loss, train, train.Columns, weights.BatchesTracked);
        layers = [.. Enumerable.Range(0, weights.LayerSizes.Count - 1).Select(l => new DenseLayer(weights, l, options.Activation))];
    }

    /// <summary>What is trained, with the gradients of the last batch.</summary>
    public IEnumerable<TrainedTensor> Trained => layers.SelectMany(layer => layer.Trained);

    public AutoencoderWeights Weights() => new(
        [features, .. layers.Select(layer => layer.Outputs)],
        layers.Any(layer => layer.HasNorm),
        layers.SelectMany(layer => layer.Tensors),
        steps);

    public float Step(ReadOnlySpan<int> rows, ReadOnlySpan<int> donors, double learningRate)
    {
        float loss = LossAndGradients(rows, donors);
        if (float.IsFinite(loss)) AdamStep(learningRate);
        return loss;
    }

    /// <summary>The sum of the rows' losses; their gradients are in <see cref="Trained"/>.</summary>
    public float LossAndGradients(ReadOnlySpan<int> rows, ReadOnlySpan<int> donors)
    {
        float[] targets = Gather(rows, []), values = donors.IsEmpty ? targets : Gather(rows, donors); // [rows, features]
        foreach (DenseLayer layer in layers) values = layer.Forward(values, rows.Length); // to [rows, outputs]
        float loss = Loss(values, targets, rows.Length, out float[] gradient); // [rows, features]
        if (!float.IsFinite(loss)) return loss;
        foreach (DenseLayer layer in layers.Reverse()) gradient = layer.Backward(gradient, rows.Length); // to [rows, inputs]
        return loss;
    }

    public void Dispose()
    {
    }

    // The batch: row by row, or value by value from its donor's row.
    private float[] Gather(ReadOnlySpan<int> rows, ReadOnlySpan<int> donors)
    {
        var batch = new float[rows.Length * features];
        for (int r = 0; r < rows.Length; r++)
            for (int f = 0; f < features; f++) batch[(r * features) + f] = train[donors.IsEmpty ? rows[r] : donors[(r * features) + f], f];
        return batch;
    }

    private float Loss(float[] outputs, float[] targets, int rows, out float[] gradient)
    {
        float scale = lossKind.Scale(features), total = 0;
        float[] values = new float[outputs.Length], sums = new float[features];
        gradient = new float[outputs.Length];
        for (int k = 0; k < outputs.Length; k++)
        {
            float d = outputs[k] - targets[k];
            values[k] = lossKind.Value(d);
            gradient[k] = scale * lossKind.Slope(d);
        }

        foreach ((int from, int to) in BatchSums.Of(rows))
        {
            for (int f = 0; f < features; f++)
                sums[f] = BatchSums.Sum(new(values, features, f), BatchSums.Column.Ones, from, to, strands: 2);
            total += BatchSums.Across(sums);
        }

        return total * scale;
    }

    // Adam (Kingma and Ba, 2015) as PyTorch computes it: both bias corrections are in the step size and in epsilon.
    private void AdamStep(double learningRate)
    {
        beta1Power *= 0.9;
        beta2Power *= 0.999;
        steps++;
        double correction = Math.Sqrt(1 - beta2Power);
        float stepSize = (float)(learningRate * correction / (1 - beta1Power)), epsilon = (float)(1e-8 * correction);
        foreach (TrainedTensor parameter in Trained) parameter.AdamStep(stepSize, epsilon);
    }
}

/// <summary>A tensor that is trained, its gradient, and Adam's running means of the gradient and of its square.</summary>
internal sealed class TrainedTensor(WeightTensor start)
{
    // Where a gradient stays 0 its means decay for ever; below this they are 0, before they become subnormal and slow.
    private const float Negligible = 1e-30f;
    private const float Beta1 = 0.9f, Beta2 = 0.999f, New1 = (float)(1 - 0.9), New2 = (float)(1 - 0.999);

    private readonly float[] mean = new float[start.Values.Length], square = new float[start.Values.Length];

    public float[] Values { get; } = [.. start.Values];

    public float[] Gradient { get; } = new float[start.Values.Length];

    public WeightTensor Tensor => start with { Values = [.. Values] };

    public void AdamStep(float stepSize, float epsilon)
    {
        for (int i = 0; i < Values.Length; i++)
        {
            float g = Gradient[i];
            float m = PortableMath.MultiplyAdd(New1, g, Beta1 * mean[i]), v = PortableMath.MultiplyAdd(New2 * g, g, Beta2 * square[i]);
            mean[i] = MathF.Abs(m) < Negligible ? 0 : m;
            square[i] = v < Negligible ? 0 : v;
            Values[i] = PortableMath.MultiplyAdd(-stepSize, mean[i] / (MathF.Sqrt(square[i]) + epsilon), Values[i]);
        }
    }
}
