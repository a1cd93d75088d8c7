using System.Text.Json;

namespace AnomalyNotebooks.Tests.Model;

/// <summary>Compares with what <c>Fixtures/make_torch.py</c> got from PyTorch, from the same weights and batches.</summary>
public sealed unsafe class PyTorchAgreementTest
{
    private static readonly JsonElement Torch = Fixture.Read("Model", "torch");

    public static TheoryData<int> Cases => [0, 1, 2];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_agree_to_1e_5_with_those_in_double_precision(int index)
    {
        (JsonElement torch, AutoencoderOptions options, int features, ITrainingNetwork network, AlignedFloats data) = Case(index);
        using (network)
        {
            float loss = network.Gradients(data.Start, data.Start, options.BatchSize, out IReadOnlyList<WeightTensor> gradients);
            Assert.Equal(torch.Double("first_loss"), loss, 1e-6 * loss);
            Assert.NotEmpty(gradients);
            foreach (WeightTensor gradient in gradients)
            {
                double[] exact = torch.GetProperty("gradients").Doubles(gradient.Name);
                double error = Norm(exact.Zip(gradient.Values, (e, g) => e - g)), size = Norm(exact);
                Assert.True(error <= 1e-5 * size, $"{gradient.Name}: off by {error:G3} of {size:G3}");
            }
        }

        static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(v => v * v));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Losses_agree_to_1e_5_over_20_steps_and_their_mean_to_1e_3_over_all(int index)
    {
        (JsonElement torch, AutoencoderOptions options, int features, ITrainingNetwork network, AlignedFloats data) = Case(index);
        using (network)
        {
            double[] expected = torch.Doubles("losses");
            double[] losses = Array.ConvertAll(TestNetworks.Train(network, data, features, options.BatchSize, expected.Length, options.LearningRate), loss => (double)loss);
            Fixture.AssertClose(expected.AsSpan(0, 20), losses.AsSpan(0, 20), 1e-5);
            Assert.Equal(expected.Average(), losses.Average(), 1e-3 * expected.Average());
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Weights_and_running_statistics_after_3_Adam_steps_agree(int index)
    {
        (JsonElement torch, AutoencoderOptions options, int features, ITrainingNetwork network, AlignedFloats data) = Case(index);
        using (network)
        {
            TestNetworks.Train(network, data, features, options.BatchSize, 3, options.LearningRate);
            AutoencoderWeights weights = network.Export();
            Assert.Equal(3, weights.BatchesTracked);
            foreach (WeightTensor tensor in weights.Tensors)
            {
                // A bias in front of a BatchNorm has no true gradient: PyTorch moves it by rounding noise, we leave it.
                if (options.BatchNorm && tensor.Name.EndsWith(".bias", StringComparison.Ordinal) && weights[tensor.Name.Replace(".bias", ".weight", StringComparison.Ordinal)].Shape.Count == 2
                    && tensor.Shape[0] != features) continue;
                double tolerance = tensor.Name.EndsWith("running_mean", StringComparison.Ordinal) ? options.LearningRate : 2e-5; // the means contain those biases
                Fixture.AssertClose(torch.GetProperty("after_3_steps").Doubles(tensor.Name), Array.ConvertAll(tensor.Values, value => (double)value), 1e-5, tolerance);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void PyTorchs_weights_give_PyTorchs_outputs(int index)
    {
        (JsonElement torch, AutoencoderOptions options, int features, ITrainingNetwork network, AlignedFloats data) = Case(index);
        network.Dispose();
        AutoencoderWeights shapes = AutoencoderWeights.Initial(options, features, 0);
        var weights = new AutoencoderWeights(shapes.LayerSizes, shapes.HasBatchNorm,
            shapes.Tensors.Select(tensor => tensor with { Values = torch.GetProperty("after_3_steps").Floats(tensor.Name) }));
        var rows = new float[options.BatchSize * features];
        for (int r = 0; r < options.BatchSize; r++) data.Span.Slice(r * AlignedFloats.Stride(features), features).CopyTo(rows.AsSpan(r * features));
        float[] outputs = EngineFactory.Inference(weights, options).Forward(rows, weights.LayerSizes.Count - 1);
        Fixture.AssertClose(torch.Doubles("outputs"), Array.ConvertAll(outputs, value => (double)value), 1e-5, 1e-6);
    }

    [Fact]
    public void The_learning_rate_falls_when_PyTorchs_does()
    {
        JsonElement plateau = Torch.GetProperty("plateau");
        var schedule = new PlateauSchedule(0.005, patience: 3, factor: 0.1);
        var rates = new List<double>();
        foreach (double loss in plateau.Doubles("losses"))
        {
            schedule.Step(loss);
            rates.Add(schedule.LearningRate);
        }

        Fixture.AssertClose(plateau.Doubles("rates"), rates.ToArray(), 1e-12);
        Assert.True(rates[^1] < 1e-6);
    }

    private static (JsonElement Torch, AutoencoderOptions Options, int Features, ITrainingNetwork Network, AlignedFloats Data) Case(int index)
    {
        JsonElement torch = Torch.GetProperty("cases")[index];
        AutoencoderOptions options = TestNetworks.Options(torch);
        int features = torch.GetProperty("features").GetInt32(), steps = torch.GetProperty("steps").GetInt32();
        ulong seed = torch.GetProperty("seed").GetUInt64();
        ITrainingNetwork network = EngineFactory.Training(TestNetworks.Weights(options, features, seed), options);
        return (torch, options, features, network, TestNetworks.Rows(steps * options.BatchSize, features, seed + 1));
    }
}
