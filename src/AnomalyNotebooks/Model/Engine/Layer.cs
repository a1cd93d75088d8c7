namespace AnomalyNotebooks.Engine;

/// <summary>
/// One layer in training: where its parameters, activations and gradients lie. Rows are padded with zeros to whole vectors and stay
/// zero there in every operation (a zero weight, scale or target has a zero gradient), so kernels need no masks.
/// </summary>
internal sealed unsafe class Layer
{
    private readonly AlignedFloats memory;

    /// <summary>Lays out one layer.</summary>
    /// <param name="inputs">Width of the layer before.</param>
    /// <param name="outputs">Width of this one.</param>
    /// <param name="hasActivation">Whether an activation follows; not after the code and the output.</param>
    /// <param name="hasNorm">Whether a BatchNorm stands before the activation.</param>
    /// <param name="trainsBias">Whether the bias has a gradient: one that the next BatchNorm subtracts again has none but rounding
    /// noise, which Adam would blow up to full steps, so it stays as it was.</param>
    /// <param name="batchRows">Rows of the largest batch.</param>
    /// <param name="sections">Sections of the largest batch.</param>
    public Layer(int inputs, int outputs, bool hasActivation, bool hasNorm, bool trainsBias, int batchRows, int sections)
    {
        (Inputs, Outputs, HasActivation, HasNorm, TrainsBias) = (inputs, outputs, hasActivation, hasNorm, trainsBias);
        Stride = AlignedFloats.Stride(outputs);
        InputStride = AlignedFloats.Stride(inputs);
        Columns = (outputs + 7) / 8 * 8;
        int vector = (Stride + 15) / 16 * 16;
        WeightCount = (RoundedInputs * Stride + 15) / 16 * 16;
        VectorCount = vector;
        long batch = ((long)batchRows * Stride + 15) / 16 * 16;

        memory = new AlignedFloats(
            (3 * batch) + ((long)(outputs + 3) / 4 * 4 * InputStride + 15) / 16 * 16 + (vector * (3L + (2L * sections))));
        float* next = memory.Start;
        Output = Take(batch);
        PreActivation = hasNorm ? Take(batch) : Output;
        Gradient = Take(batch);
        Transposed = Take(((outputs + 3) / 4 * 4 * InputStride + 15) / 16 * 16);
        Bias = Take(vector);
        RunningMean = Take(vector);
        RunningVariance = Take(vector);
        Mean = Take((long)vector * sections);
        Squares = Take((long)vector * sections);

        float* Take(long count)
        {
            float* taken = next;
            next += count;
            return taken;
        }
    }

    public int Inputs { get; }

    public int Outputs { get; }

    public bool HasActivation { get; }

    public bool HasNorm { get; }

    public bool TrainsBias { get; }

    /// <summary>Outputs rounded up to 8 lanes.</summary>
    public int Columns { get; }

    /// <summary>Floats from a row of outputs, or of the weights, to the next.</summary>
    public int Stride { get; }

    /// <summary>Floats from a row of inputs to the next.</summary>
    public int InputStride { get; }

    /// <summary>Inputs rounded up to a tile of 4 rows: so many rows have the weights.</summary>
    public int RoundedInputs => (Inputs + 3) / 4 * 4;

    /// <summary>Floats that the weights take among the trained parameters; a whole number of cache lines.</summary>
    public int WeightCount { get; }

    /// <summary>Floats that a bias, γ or β takes.</summary>
    public int VectorCount { get; }

    /// <summary>Floats among the trained parameters: weights, then γ and β or the bias.</summary>
    public int ParameterCount => WeightCount + (HasNorm ? 2 * VectorCount : TrainsBias ? VectorCount : 0);

    /// <summary>Where this layer's trained parameters begin.</summary>
    public int Offset { get; set; }

    /// <summary>Where γ (and after it β), or the bias, begins.</summary>
    public int VectorOffset => Offset + WeightCount;

    public float* Output { get; } // [batch, Stride]

    public float* PreActivation { get; } // [batch, Stride]: z, then x̂; the output itself where there is no BatchNorm

    public float* Gradient { get; } // [batch, Stride]: of the output, then of z

    public float* Transposed { get; } // [outputs, InputStride]: the weights for the gradient of the inputs

    public float* Bias { get; } // [Stride]: in use where the bias is not trained

    public float* RunningMean { get; } // [Stride]

    public float* RunningVariance { get; } // [Stride]

    public float* Mean { get; } // [sections, VectorCount]: merged into the first

    public float* Squares { get; } // [sections, VectorCount]: squared deviations, merged into the first, where they become 1/σ
}
