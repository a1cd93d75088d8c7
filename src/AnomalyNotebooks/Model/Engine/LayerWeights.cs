namespace AnomalyNotebooks.Engine;

/// <summary>Moves weights between named tensors (outputs by inputs, as PyTorch's) and the layers' memory (inputs by outputs,
/// padded).</summary>
internal static unsafe class LayerWeights
{
    public static Layer[] CreateLayers(AutoencoderWeights weights, int batchRows, int sections)
    {
        IReadOnlyList<int> sizes = weights.LayerSizes;
        var layers = new Layer[sizes.Count - 1];
        for (int l = 0; l < layers.Length; l++)
        {
            bool hidden = AutoencoderWeights.IsHidden(sizes, l), norm = hidden && weights.HasBatchNorm;
            layers[l] = new Layer(sizes[l], sizes[l + 1], hidden, norm, DenseLayer.TrainsBias(weights, l), batchRows, sections);
        }

        return layers;
    }

    public static void Import(AutoencoderWeights weights, Layer[] layers, ParameterBlock parameters)
    {
        for (int l = 0; l < layers.Length; l++)
        {
            Layer layer = layers[l];
            string linear = AutoencoderWeights.LinearName(weights.LayerSizes, weights.HasBatchNorm, l);
            Transpose(weights[linear + ".weight"].Values, parameters.Values + layer.Offset, layer);
            Copy(weights[linear + ".bias"].Values, parameters.BiasOf(layer));
            if (!layer.HasNorm) continue;
            string norm = AutoencoderWeights.NormName(weights.LayerSizes, l);
            Copy(weights[norm + ".weight"].Values, parameters.Values + layer.VectorOffset);
            Copy(weights[norm + ".bias"].Values, parameters.Values + layer.VectorOffset + layer.VectorCount);
            Copy(weights[norm + ".running_mean"].Values, layer.RunningMean);
            Copy(weights[norm + ".running_var"].Values, layer.RunningVariance);
        }
    }

    public static AutoencoderWeights Export(Layer[] layers, ParameterBlock parameters, long batchesTracked)
    {
        int[] sizes = Sizes(layers);
        bool batchNorm = layers.Any(layer => layer.HasNorm);
        var tensors = new List<WeightTensor>(ExportTrained(layers, parameters.Values));
        for (int l = 0; l < layers.Length; l++)
        {
            Layer layer = layers[l];
            if (!layer.TrainsBias) tensors.Add(Vector(AutoencoderWeights.LinearName(sizes, batchNorm, l) + ".bias", layer.Bias, layer));
            if (!layer.HasNorm) continue;
            string norm = AutoencoderWeights.NormName(sizes, l);
            tensors.Add(Vector(norm + ".running_mean", layer.RunningMean, layer));
            tensors.Add(Vector(norm + ".running_var", layer.RunningVariance, layer));
        }

        return new AutoencoderWeights(sizes, batchNorm, tensors, batchesTracked);
    }

    /// <summary>The trained tensors from a block laid out as the parameters are: themselves, or their gradients.</summary>
    public static IReadOnlyList<WeightTensor> ExportTrained(Layer[] layers, float* block)
    {
        int[] sizes = Sizes(layers);
        bool batchNorm = layers.Any(layer => layer.HasNorm);
        var tensors = new List<WeightTensor>();
        for (int l = 0; l < layers.Length; l++)
        {
            Layer layer = layers[l];
            string linear = AutoencoderWeights.LinearName(sizes, batchNorm, l);
            var weight = new float[layer.Outputs * layer.Inputs];
            for (int o = 0; o < layer.Outputs; o++)
                for (int i = 0; i < layer.Inputs; i++) weight[(o * layer.Inputs) + i] = block[layer.Offset + (i * layer.Stride) + o];
            tensors.Add(new WeightTensor(linear + ".weight", [layer.Outputs, layer.Inputs], weight));
            float* vectors = block + layer.VectorOffset;
            if (layer.TrainsBias) tensors.Add(Vector(linear + ".bias", vectors, layer));
            if (!layer.HasNorm) continue;
            string norm = AutoencoderWeights.NormName(sizes, l);
            tensors.Add(Vector(norm + ".weight", vectors, layer));
            tensors.Add(Vector(norm + ".bias", vectors + layer.VectorCount, layer));
        }

        return tensors;
    }

    private static int[] Sizes(Layer[] layers) => [layers[0].Inputs, .. layers.Select(layer => layer.Outputs)];

    private static void Transpose(float[] weight, float* target, Layer layer)
    {
        for (int o = 0; o < layer.Outputs; o++)
            for (int i = 0; i < layer.Inputs; i++) target[(i * layer.Stride) + o] = weight[(o * layer.Inputs) + i];
    }

    private static void Copy(float[] values, float* target) => values.CopyTo(new Span<float>(target, values.Length));

    private static WeightTensor Vector(string name, float* source, Layer layer) =>
        new(name, [layer.Outputs], new ReadOnlySpan<float>(source, layer.Outputs).ToArray());
}
