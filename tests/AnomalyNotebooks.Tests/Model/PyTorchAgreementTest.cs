using System.Text.Json;

namespace AnomalyNotebooks.Tests.Model;

/// <summary>Compares the plain network, which the vector engine equals, with what <c>Fixtures/make_torch.py</c> got from PyTorch, from the
/// same weights and batches.</summary>
public sealed class PyTorchAgreementTest
{
    private static readonly JsonElement Torch = Fixture.Read("Model", "torch");

    public static TheoryData<int> Cases => [0, 1, 2];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_agree_to_1e_5_with_those_in_double_precision(int index)
    {
        (JsonElement torch, AutoencoderOptions options, FeatureMatrix _, Network network) = Case(index);
        float loss = network.LossAndGradients([.. Enumerable.Range(0, options.BatchSize)], []);
        Assert.Equal(torch.Double("first_loss"), loss, 1e-6 * loss);
        foreach (TrainedTensor parameter in network.Trained)
        {
            double[] exact = torch.GetProperty("gradients").Doubles(parameter.Tensor.Name);
            double error = Norm(exact.Zip(parameter.Gradient, (e, g) => e - g)), size = Norm(exact);
            Assert.True(error <= 1e-5 * size, $"{parameter.Tensor.Name}: off by {error:G3} of {size:G3}");
        }

        static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(v => v * v));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Losses_agree_to_1e_5_over_20_steps_and_their_mean_to_1e_3_over_all(int index)
    {
        (JsonElement torch, AutoencoderOptions options, FeatureMatrix _, Network network) = Case(index);
        double[] expected = torch.Doubles("losses");
        double[] losses = Array.ConvertAll(
            TestNetworks.Train(network, options.BatchSize, expected.Length, options.LearningRate), loss => (double)loss);
        Fixture.AssertClose(expected.AsSpan(0, 20), losses.AsSpan(0, 20), 1e-5);
        Assert.Equal(expected.Average(), losses.Average(), 1e-3 * expected.Average());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Weights_and_running_statistics_after_3_Adam_steps_agree(int index)
    {
        (JsonElement torch, AutoencoderOptions options, FeatureMatrix train, Network network) = Case(index);
        TestNetworks.Train(network, options.BatchSize, 3, options.LearningRate);
        AutoencoderWeights weights = network.Weights();
        Assert.Equal(3, weights.BatchesTracked);
        foreach (WeightTensor tensor in weights.Tensors)
        {
            // A bias in front of a BatchNorm has no true gradient: PyTorch moves it by rounding noise, we leave it.
            bool isBias = tensor.Name.EndsWith(".bias", StringComparison.Ordinal);
            if (options.BatchNorm && isBias && weights[tensor.Name.Replace(".bias", ".weight", StringComparison.Ordinal)].Shape.Count == 2
                && tensor.Shape[0] != train.Columns) continue;
            // the means contain those biases
            double tolerance = tensor.Name.EndsWith("running_mean", StringComparison.Ordinal) ? options.LearningRate : 2e-5;
            double[] values = Array.ConvertAll(tensor.Values, value => (double)value);
            Fixture.AssertClose(torch.GetProperty("after_3_steps").Doubles(tensor.Name), values, 1e-5, tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void PyTorchs_weights_give_PyTorchs_outputs(int index)
    {
        (JsonElement torch, AutoencoderOptions options, FeatureMatrix train, Network _) = Case(index);
        AutoencoderWeights shapes = AutoencoderWeights.Initial(options, train.Columns, 0);
        var weights = new AutoencoderWeights(shapes.LayerSizes, shapes.HasBatchNorm,
            shapes.Tensors.Select(tensor => tensor with { Values = torch.GetProperty("after_3_steps").Floats(tensor.Name) }));
        float[] outputs = new FittedNetwork(weights, options)
            .Forward(train.Take([.. Enumerable.Range(0, options.BatchSize)]).Values, weights.LayerSizes.Count - 1);
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

    private static (JsonElement Torch, AutoencoderOptions Options, FeatureMatrix Train, Network Network) Case(int index)
    {
        JsonElement torch = Torch.GetProperty("cases")[index];
        AutoencoderOptions options = TestNetworks.Options(torch);
        int features = torch.GetProperty("features").GetInt32(), steps = torch.GetProperty("steps").GetInt32();
        ulong seed = torch.GetProperty("seed").GetUInt64();
        FeatureMatrix train = TestNetworks.Rows(steps * options.BatchSize, features, seed + 1);
        return (torch, options, train, new Network(TestNetworks.Weights(options, features, seed), options, train));
    }
}
