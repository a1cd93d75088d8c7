using System.Text.Json;

namespace AnomalyNotebooks.Tests.Model;

/// <summary>Networks and batches made of the random numbers that <c>Fixtures/make_torch.py</c> draws too.</summary>
internal static class TestNetworks
{
    public static AutoencoderOptions Options(JsonElement torch) => new()
    {
        HiddenSizes = torch.Ints("hidden"),
        CodeSize = torch.GetProperty("code").GetInt32(),
        BatchNorm = torch.GetProperty("batch_norm").GetBoolean(),
        Activation = Enum.Parse<Activation>(torch.GetProperty("activation").GetString()!),
        Loss = Enum.Parse<ReconstructionLoss>(torch.GetProperty("loss").GetString()!),
        BatchSize = torch.GetProperty("batch").GetInt32(),
        LearningRate = torch.Double("learning_rate"),
    };

    public static AutoencoderWeights Weights(AutoencoderOptions options, int features, ulong seed)
    {
        var random = new SeededRandom(seed);
        AutoencoderWeights shapes = AutoencoderWeights.Initial(options, features, 0);
        var tensors = new List<WeightTensor>();
        foreach (WeightTensor shape in shapes.Tensors)
        {
            if (shape.Name.Contains("running", StringComparison.Ordinal))
            {
                tensors.Add(shape);
                continue;
            }

            IReadOnlyList<int> weight = shapes[shape.Name.Replace("bias", "weight", StringComparison.Ordinal)].Shape;
            double inputs = weight[^1];
            tensors.Add(shape with { Values = [.. shape.Values.Select(_ => Value(random.NextSingle()))] });
            float Value(double u) => (float)(weight.Count == 2 ? ((2 * u) - 1) / Math.Sqrt(inputs)
                : shape.Name.EndsWith("weight", StringComparison.Ordinal) ? u + 0.5 : u - 0.5);
        }

        return new AutoencoderWeights(shapes.LayerSizes, shapes.HasBatchNorm, tensors);
    }

    /// <summary>Rows of random numbers in [0, 1).</summary>
    public static FeatureMatrix Rows(int rows, int features, ulong seed)
    {
        var random = new SeededRandom(seed);
        float[] values = [.. Enumerable.Range(0, rows * features).Select(_ => random.NextSingle())];
        return new FeatureMatrix(values, rows, [.. Enumerable.Range(0, features).Select(f => $"f{f}")]);
    }

    /// <summary>The losses of steps on one batch of the training rows after another.</summary>
    public static float[] Train(ITrainingNetwork network, int batch, int steps, double learningRate) =>
        [.. Enumerable.Range(0, steps).Select(step => network.Step([.. Enumerable.Range(step * batch, batch)], [], learningRate))];

    /// <summary>What there is to compare bit for bit.</summary>
    public static int[] Bits(IEnumerable<float> values) => [.. values.Select(BitConverter.SingleToInt32Bits)];
}
