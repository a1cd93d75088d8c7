namespace AnomalyNotebooks.Engine;

/// <summary>A folded layer with its weights padded to whole vectors.</summary>
internal sealed unsafe class PaddedLayer
{
    private readonly AlignedFloats memory;

    public PaddedLayer(FoldedLayer layer)
    {
        Outputs = layer.Bias.Length;
        Inputs = layer.Weight.Length / Outputs;
        (InputStride, Stride) = (AlignedFloats.Stride(Inputs), AlignedFloats.Stride(Outputs));
        Columns = (Outputs + 7) / 8 * 8;
        HasActivation = layer.IsHidden;
        memory = new AlignedFloats((Inputs + 1L) * Stride);
        for (int o = 0; o < Outputs; o++)
            for (int i = 0; i < Inputs; i++) Weights[(i * Stride) + o] = layer.Weight[(o * Inputs) + i];
        layer.Bias.CopyTo(new Span<float>(Bias, Outputs));
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
