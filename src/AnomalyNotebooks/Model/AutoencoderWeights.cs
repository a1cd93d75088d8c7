namespace AnomalyNotebooks;

/// <summary>
/// All weights of an autoencoder as named tensors, with the names and shapes that PyTorch gives two <c>nn.Sequential</c>s called
/// <c>encoder</c> and <c>decoder</c> of Linear, BatchNorm1d, activation, ..., Linear. Any engine takes them and gives them back,
/// bit for bit. Immutable by convention.
/// </summary>
public sealed class AutoencoderWeights
{
    private readonly Dictionary<string, WeightTensor> byName;

    /// <summary>Wraps tensors; which ones there must be, and their shapes, follows from <paramref name="layerSizes"/> and
    /// <paramref name="batchNorm"/>.</summary>
    /// <param name="layerSizes">Widths from input to output, such as 44, 12, 7, 4, 7, 12, 44.</param>
    /// <param name="batchNorm">Whether hidden layers have a BatchNorm.</param>
    /// <param name="tensors">The tensors, in any order.</param>
    /// <param name="batchesTracked">Training steps taken: BatchNorm's <c>num_batches_tracked</c>.</param>
    /// <exception cref="AnomalyException">A tensor is missing, unknown, of another shape or not finite.</exception>
    public AutoencoderWeights(IReadOnlyList<int> layerSizes, bool batchNorm, IEnumerable<WeightTensor> tensors, long batchesTracked = 0)
    {
        LayerSizes = layerSizes;
        HasBatchNorm = batchNorm;
        BatchesTracked = batchesTracked;
        var given = new Dictionary<string, WeightTensor>(StringComparer.Ordinal);
        foreach (WeightTensor tensor in tensors)
            if (!given.TryAdd(tensor.Name, tensor)) throw new AnomalyException($"Tensor '{tensor.Name}' is there twice.");

        byName = new Dictionary<string, WeightTensor>(StringComparer.Ordinal);
        foreach ((string name, int[] shape) in Layout(layerSizes, batchNorm))
        {
            if (!given.Remove(name, out WeightTensor? tensor))
                throw new AnomalyException($"Tensor '{name}' is missing from the weights of a {string.Join("-", layerSizes)} autoencoder.");
            if (!tensor.Shape.SequenceEqual(shape) || tensor.Values.Length != tensor.Count)
            {
                throw new AnomalyException(
                    $"Tensor '{name}' is {string.Join(" x ", tensor.Shape)} ({tensor.Values.Length} values): "
                    + $"expected {string.Join(" x ", shape)}.");
            }

            if (Array.FindIndex(tensor.Values, value => !float.IsFinite(value)) is var bad and >= 0)
                throw new AnomalyException(
                    FormattableString.Invariant($"Tensor '{name}' holds {tensor.Values[bad]} at index {bad}: expected finite numbers."));
            byName.Add(name, tensor);
        }

        if (given.Count > 0)
        {
            throw new AnomalyException(
                $"Tensor '{given.Keys.Order(StringComparer.Ordinal).First()}' does not belong to a {string.Join("-", layerSizes)} "
                + (batchNorm ? "autoencoder." : "autoencoder without BatchNorm."));
        }

        Tensors = [.. byName.Values];
    }

    /// <summary>Widths from input to output.</summary>
    public IReadOnlyList<int> LayerSizes { get; }

    /// <summary>Whether hidden layers have a BatchNorm.</summary>
    public bool HasBatchNorm { get; }

    /// <summary>Training steps taken.</summary>
    public long BatchesTracked { get; }

    /// <summary>The tensors in the order of the layers.</summary>
    public IReadOnlyList<WeightTensor> Tensors { get; }

    /// <summary>The tensor called <paramref name="name"/>.</summary>
    /// <exception cref="AnomalyException">There is none.</exception>
    public WeightTensor this[string name] => byName.TryGetValue(name, out WeightTensor? tensor)
        ? tensor
        : throw new AnomalyException($"There is no tensor '{name}': the names are {string.Join(", ", byName.Keys)}.");

    /// <summary>PyTorch's default initialisation: a linear layer's weights and biases uniform within ±1/√inputs; BatchNorm's scale
    /// and variance 1, shift and mean 0.</summary>
    /// <param name="options">Sizes of the layers.</param>
    /// <param name="features">Number of inputs.</param>
    /// <param name="seed">Fixes the numbers.</param>
    public static AutoencoderWeights Initial(AutoencoderOptions options, int features, ulong seed)
    {
        SeededRandom random = TrainingStreams.Initialisation(seed);
        IReadOnlyList<int> sizes = options.LayerSizes(features);
        bool batchNorm = options.BatchNorm && options.HiddenSizes.Count > 0;
        var tensors = new List<WeightTensor>();
        for (int layer = 0; layer < sizes.Count - 1; layer++)
        {
            (int inputs, int outputs) = (sizes[layer], sizes[layer + 1]);
            double bound = 1 / Math.Sqrt(inputs);
            tensors.Add(new(LinearName(sizes, batchNorm, layer) + ".weight", [outputs, inputs], Uniform(outputs * inputs, bound)));
            tensors.Add(new(LinearName(sizes, batchNorm, layer) + ".bias", [outputs], Uniform(outputs, bound)));
            if (!batchNorm || !IsHidden(sizes, layer)) continue;
            string norm = NormName(sizes, layer);
            tensors.Add(new(norm + ".weight", [outputs], Enumerable.Repeat(1f, outputs).ToArray()));
            tensors.Add(new(norm + ".bias", [outputs], new float[outputs]));
            tensors.Add(new(norm + ".running_mean", [outputs], new float[outputs]));
            tensors.Add(new(norm + ".running_var", [outputs], Enumerable.Repeat(1f, outputs).ToArray()));
        }

        return new AutoencoderWeights(sizes, batchNorm, tensors);

        float[] Uniform(int count, double bound)
        {
            var values = new float[count];
            for (int i = 0; i < count; i++) values[i] = (float)(((2 * random.NextDouble()) - 1) * bound);
            return values;
        }
    }

    // Whether an activation (and a BatchNorm) follows linear layer number `layer`: not after the code, not after the output.
    internal static bool IsHidden(IReadOnlyList<int> sizes, int layer) => layer != ((sizes.Count - 1) / 2) - 1 && layer != sizes.Count - 2;

    internal static string LinearName(IReadOnlyList<int> sizes, bool batchNorm, int layer)
    {
        int half = (sizes.Count - 1) / 2, modulesPerLayer = batchNorm ? 3 : 2;
        return layer < half ? $"encoder.{layer * modulesPerLayer}" : $"decoder.{(layer - half) * modulesPerLayer}";
    }

    internal static string NormName(IReadOnlyList<int> sizes, int layer)
    {
        int half = (sizes.Count - 1) / 2;
        return layer < half ? $"encoder.{(layer * 3) + 1}" : $"decoder.{((layer - half) * 3) + 1}";
    }

    private static IEnumerable<(string Name, int[] Shape)> Layout(IReadOnlyList<int> sizes, bool batchNorm)
    {
        for (int layer = 0; layer < sizes.Count - 1; layer++)
        {
            string linear = LinearName(sizes, batchNorm, layer);
            yield return (linear + ".weight", [sizes[layer + 1], sizes[layer]]);
            yield return (linear + ".bias", [sizes[layer + 1]]);
            if (!batchNorm || !IsHidden(sizes, layer)) continue;
            foreach (string part in (string[])[".weight", ".bias", ".running_mean", ".running_var"])
                yield return (NormName(sizes, layer) + part, [sizes[layer + 1]]);
        }
    }
}

/// <summary>A named tensor of an autoencoder, as PyTorch's <c>state_dict</c> holds it.</summary>
/// <param name="Name">Such as <c>encoder.0.weight</c>.</param>
/// <param name="Shape">Sizes, outermost first; a linear layer's weight is outputs by inputs.</param>
/// <param name="Values">Row-major values.</param>
public sealed record WeightTensor(string Name, IReadOnlyList<int> Shape, float[] Values)
{
    /// <summary>Number of values the shape asks for.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);
}
