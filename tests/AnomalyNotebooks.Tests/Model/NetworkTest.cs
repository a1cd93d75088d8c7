namespace AnomalyNotebooks.Tests.Model;

/// <summary>The plain network against the definition of a gradient, and what its steps leave behind.</summary>
public sealed class NetworkTest
{
    private static readonly AutoencoderOptions Smooth = new() { HiddenSizes = [5], CodeSize = 3, Loss = ReconstructionLoss.MeanSquared };

    [Theory]
    [InlineData(true, ReconstructionLoss.MeanSquared, 12)]
    [InlineData(false, ReconstructionLoss.Huber, 12)]
    [InlineData(true, ReconstructionLoss.Huber, 300)] // two sections
    [InlineData(false, ReconstructionLoss.MeanSquared, 1)]
    public void Gradients_are_what_finite_differences_say(bool batchNorm, ReconstructionLoss loss, int batch)
    {
        AutoencoderOptions options = Smooth with { BatchNorm = batchNorm, Loss = loss };
        AutoencoderWeights weights = TestNetworks.Weights(options, 6, 5);
        FeatureMatrix train = TestNetworks.Rows(batch, 6, 6);
        int[] rows = [.. Enumerable.Range(0, batch)];
        Network network = new(weights, options, train);
        network.LossAndGradients(rows, []);
        double largest = network.Trained.Max(parameter => parameter.Gradient.Max(Math.Abs));
        foreach (TrainedTensor parameter in network.Trained)
        {
            for (int i = 0; i < parameter.Values.Length; i++)
            {
                const float Step = 1f / 128;
                double difference = (LossAt(parameter.Tensor, i, Step) - LossAt(parameter.Tensor, i, -Step)) / (2 * Step);
                Assert.Equal(difference, parameter.Gradient[i], 4e-3 * largest);
            }
        }

        float LossAt(WeightTensor moved, int index, float step)
        {
            float[] values = [.. moved.Values];
            values[index] += step;
            var at = new AutoencoderWeights(weights.LayerSizes, weights.HasBatchNorm,
                weights.Tensors.Select(tensor => tensor.Name == moved.Name ? tensor with { Values = values } : tensor));
            return new Network(at, options, train).LossAndGradients(rows, []);
        }
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("vectors")]
    public void Weights_come_back_as_they_went_in(string kind)
    {
        AutoencoderOptions options = new() { HiddenSizes = [13, 9], CodeSize = 5 };
        AutoencoderWeights weights = TestNetworks.Weights(options, 21, 2);
        FeatureMatrix train = TestNetworks.Rows(3, 21, 1);
        using ITrainingNetwork network = kind == "plain" ? new Network(weights, options, train)
            : EngineFactory.Training(weights, options, train);
        Assert.Equal(weights.Tensors.Select(tensor => tensor.Name), network.Weights().Tensors.Select(tensor => tensor.Name));
        Assert.All(network.Weights().Tensors, tensor => Assert.Equal(weights[tensor.Name].Values, tensor.Values));
    }
}
