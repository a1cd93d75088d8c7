using System.Runtime.CompilerServices;

namespace AnomalyNotebooks.Engine;

/// <summary>All trained parameters in one block, with their gradients and Adam's averages in blocks alike.</summary>
internal sealed unsafe class ParameterBlock
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    private readonly AlignedFloats memory;
    private double beta1Power = 1, beta2Power = 1;

    public ParameterBlock(IReadOnlyList<Layer> layers, int sections)
    {
        foreach (Layer layer in layers)
        {
            layer.Offset = Count;
            Count += layer.ParameterCount;
        }

        memory = new AlignedFloats((3L + sections) * Count);
    }

    /// <summary>Floats of a block; whole cache lines.</summary>
    public int Count { get; }

    public float* Values => memory.Start;

    /// <summary>The gradient of the batch, after merging; that of section 0 before.</summary>
    public float* Gradient => GradientOf(0);

    private float* GradientMean => memory.Start + Count;

    private float* GradientSquare => memory.Start + (2 * (nint)Count);

    public float* GradientOf(int section) => memory.Start + ((3 + (nint)section) * Count);

    public float* BiasOf(Layer layer) => layer.TrainsBias ? Values + layer.VectorOffset : layer.Bias;

    /// <summary>One step of Adam.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AdamStep<TKernels>(double learningRate) where TKernels : IKernels
    {
        beta1Power *= Beta1;
        beta2Power *= Beta2;
        double correction = Math.Sqrt(1 - beta2Power);
        TKernels.Adam(Values, Gradient, GradientMean, GradientSquare,
            (float)(learningRate * correction / (1 - beta1Power)), (float)(Epsilon * correction), 0, Count);
    }
}
