namespace AnomalyNotebooks.Engine;

/// <summary>A linear layer for scoring, with the BatchNorm behind it folded in: W' = W γ/σ, b' = (b - μ) γ/σ + β.</summary>
internal sealed unsafe class FoldedLayer
{
    private readonly AlignedFloats memory;

    public FoldedLayer(AutoencoderWeights weights, int index)
    {
        IReadOnlyList<int> sizes = weights.LayerSizes;
        (Inputs, Outputs) = (sizes[index], sizes[index + 1]);
        (InputStride, Stride) = (AlignedFloats.Stride(Inputs), AlignedFloats.Stride(Outputs));
        Columns = (Outputs + 7) / 8 * 8;
        HasActivation = AutoencoderWeights.IsHidden(sizes, index);
        memory = new AlignedFloats((Inputs + 1L) * Stride);

        string linear = AutoencoderWeights.LinearName(sizes, weights.HasBatchNorm, index);
        float[] weight = weights[linear + ".weight"].Values, bias = weights[linear + ".bias"].Values;
        for (int o = 0; o < Outputs; o++)
        {
            double scale = 1, shift = 0, mean = 0;
            if (HasActivation && weights.HasBatchNorm)
            {
                string norm = AutoencoderWeights.NormName(sizes, index);
                scale = weights[norm + ".weight"].Values[o] / Math.Sqrt(weights[norm + ".running_var"].Values[o] + (double)BatchNormKernel.Epsilon);
                shift = weights[norm + ".bias"].Values[o];
                mean = weights[norm + ".running_mean"].Values[o];
            }

            for (int i = 0; i < Inputs; i++) Weights[(i * Stride) + o] = (float)(weight[(o * Inputs) + i] * scale);
            Bias[o] = (float)(((bias[o] - mean) * scale) + shift);
        }
    }

    public int Inputs { get; }

    public int Outputs { get; }

    public int InputStride { get; }

    public int Stride { get; }

    public int Columns { get; }

    public bool HasActivation { get; }

    public float* Weights => memory.Start; // [inputs, Stride]

    public float* Bias => memory.Start + ((nint)Inputs * Stride); // [Stride]
}
