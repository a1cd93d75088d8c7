using static AnomalyNotebooks.PortableMath;

namespace AnomalyNotebooks;

/// <summary>
/// One layer in training, in plain loops: z = x Wᵀ + b; in a hidden layer then BatchNorm (Ioffe and Szegedy, 2015) and the activation.
/// </summary>
internal sealed class DenseLayer
{
    public const float Epsilon = 1e-5f, Momentum = 0.1f; // of BatchNorm

    private readonly Activation activation;
    private readonly bool isHidden, trainsBias;
    private readonly TrainedTensor weight, bias; // [outputs, inputs], [outputs]
    private readonly TrainedTensor? gamma, beta; // [outputs]: BatchNorm's scale and shift
    private readonly WeightTensor? runningMean, runningVariance; // [outputs]

    // Of the last batch: what came in, x̂, what went out; 1/σ of each output.
    private float[] input = [], normalised = [], output = [], inverseDeviation = [];

    public DenseLayer(AutoencoderWeights weights, int index, Activation activation)
    {
        IReadOnlyList<int> sizes = weights.LayerSizes;
        (Inputs, Outputs) = (sizes[index], sizes[index + 1]);
        (this.activation, isHidden) = (activation, AutoencoderWeights.IsHidden(sizes, index));
        string linear = AutoencoderWeights.LinearName(sizes, weights.HasBatchNorm, index), norm = AutoencoderWeights.NormName(sizes, index);
        (weight, bias) = (new TrainedTensor(weights[linear + ".weight"]), new TrainedTensor(weights[linear + ".bias"]));
        trainsBias = TrainsBias(weights, index);
        if (!isHidden || !weights.HasBatchNorm) return;
        (gamma, beta) = (new TrainedTensor(weights[norm + ".weight"]), new TrainedTensor(weights[norm + ".bias"]));
        (runningMean, runningVariance) = (Copy(weights[norm + ".running_mean"]), Copy(weights[norm + ".running_var"]));

        static WeightTensor Copy(WeightTensor tensor) => tensor with { Values = [.. tensor.Values] };
    }

    public int Inputs { get; }

    public int Outputs { get; }

    public bool HasNorm => gamma is not null;

    public IEnumerable<TrainedTensor> Trained => HasNorm ? [weight, gamma!, beta!] : trainsBias ? [weight, bias] : [weight];

    public IEnumerable<WeightTensor> Tensors => HasNorm
        ? [weight.Tensor, bias.Tensor, gamma!.Tensor, beta!.Tensor, Copy(runningMean!), Copy(runningVariance!)]
        : [weight.Tensor, bias.Tensor];

    /// <summary>Whether the bias is trained: one that the next BatchNorm subtracts again has no gradient but rounding noise, which Adam
    /// would blow up to full steps, so it stays as it was.</summary>
    public static bool TrainsBias(AutoencoderWeights weights, int index) => !weights.HasBatchNorm
        || (!AutoencoderWeights.IsHidden(weights.LayerSizes, index)
            && (index == weights.LayerSizes.Count - 2 || !AutoencoderWeights.IsHidden(weights.LayerSizes, index + 1)));

    public float[] Forward(float[] x, int rows) // x [rows, inputs]
    {
        var z = new float[rows * Outputs]; // [rows, outputs]
        for (int r = 0; r < rows; r++)
        {
            for (int o = 0; o < Outputs; o++)
            {
                float sum = bias.Values[o];
                for (int i = 0; i < Inputs; i++) sum = MultiplyAdd(x[(r * Inputs) + i], weight.Values[(o * Inputs) + i], sum);
                z[(r * Outputs) + o] = sum;
            }
        }

        (input, output) = (x, z);
        if (HasNorm) output = Normalise(z, rows); // γ x̂ + β
        if (isHidden) for (int k = 0; k < output.Length; k++) output[k] = activation.Of(output[k]);
        return output;
    }

    public float[] Backward(float[] dy, int rows) // dy [rows, outputs] becomes ∂z
    {
        if (isHidden) for (int k = 0; k < dy.Length; k++) dy[k] *= activation.Slope(output[k]);
        if (HasNorm) NormaliseBackward(dy, rows);
        if (trainsBias) // ∂b = Σ ∂z
            for (int o = 0; o < Outputs; o++)
                bias.Gradient[o] = BatchSums.Sum(new(dy, Outputs, o), BatchSums.Column.Ones, rows, strands: 1);

        foreach ((int from, int to) in BatchSums.Of(rows)) // ∂W = ∂zᵀ x
        {
            var sums = new float[Outputs * Inputs];
            for (int r = from; r < to; r++)
                for (int o = 0; o < Outputs; o++)
                    for (int i = 0; i < Inputs; i++)
                        sums[(o * Inputs) + i] = MultiplyAdd(dy[(r * Outputs) + o], input[(r * Inputs) + i], sums[(o * Inputs) + i]);
            for (int k = 0; k < sums.Length; k++) weight.Gradient[k] = from == 0 ? sums[k] : weight.Gradient[k] + sums[k];
        }

        var dx = new float[rows * Inputs]; // ∂x = ∂z W
        for (int r = 0; r < rows; r++)
            for (int o = 0; o < Outputs; o++)
                for (int i = 0; i < Inputs; i++)
                    dx[(r * Inputs) + i] = MultiplyAdd(dy[(r * Outputs) + o], weight.Values[(o * Inputs) + i], dx[(r * Inputs) + i]);
        return dx;
    }

    private float[] Normalise(float[] z, int rows)
    {
        (normalised, inverseDeviation) = (z, new float[Outputs]);
        var y = new float[z.Length];
        for (int o = 0; o < Outputs; o++)
        {
            (float mean, float squares) = Statistics(z, o, rows);
            float[] average = runningMean!.Values, variance = runningVariance!.Values;
            average[o] = MultiplyAdd(Momentum, mean, (1 - Momentum) * average[o]);
            variance[o] = MultiplyAdd(Momentum / (rows - 1), squares, (1 - Momentum) * variance[o]); // unbiased
            inverseDeviation[o] = 1 / MathF.Sqrt((squares / rows) + Epsilon);
            for (int k = o; k < z.Length; k += Outputs)
            {
                z[k] = (z[k] - mean) * inverseDeviation[o]; // x̂
                y[k] = MultiplyAdd(z[k], gamma!.Values[o], beta!.Values[o]);
            }
        }

        return y;
    }

    // Mean and sum of squared deviations of one output: of each section in two passes, so that nothing cancels, merged in their order
    // (Chan, Golub and LeVeque, 1979).
    private (float Mean, float Squares) Statistics(float[] z, int o, int rows)
    {
        (float mean, float squares) = (0, 0);
        var deviations = new float[rows];
        foreach ((int from, int to) in BatchSums.Of(rows))
        {
            float center = BatchSums.Sum(new(z, Outputs, o), BatchSums.Column.Ones, from, to, strands: 4) / (to - from);
            for (int r = from; r < to; r++) deviations[r] = z[(r * Outputs) + o] - center;
            BatchSums.Column d = new(deviations, 1, 0);
            float spread = BatchSums.Sum(d, d, from, to, strands: 4), delta = center - mean;
            if (from == 0) (mean, squares) = (center, spread);
            else
            {
                mean = MultiplyAdd(delta, (float)(to - from) / to, mean);
                squares = MultiplyAdd(delta * delta, (float)((double)from * (to - from) / to), squares + spread);
            }
        }

        return (mean, squares);
    }

    // ∂(γ x̂ + β) becomes ∂z = γ/σ (∂y - mean(∂y) - x̂ mean(∂y x̂)).
    private void NormaliseBackward(float[] dy, int rows)
    {
        for (int o = 0; o < Outputs; o++)
        {
            BatchSums.Column d = new(dy, Outputs, o);
            float betaSum = beta!.Gradient[o] = BatchSums.Sum(d, BatchSums.Column.Ones, rows, strands: 2);
            float gammaSum = gamma!.Gradient[o] = BatchSums.Sum(d, new(normalised, Outputs, o), rows, strands: 2);
            float scale = gamma.Values[o] * inverseDeviation[o], mean = betaSum / rows, product = gammaSum / rows;
            for (int k = o; k < dy.Length; k += Outputs) dy[k] = scale * (dy[k] - mean - (normalised[k] * product));
        }
    }

    private static WeightTensor Copy(WeightTensor tensor) => tensor with { Values = [.. tensor.Values] };
}
