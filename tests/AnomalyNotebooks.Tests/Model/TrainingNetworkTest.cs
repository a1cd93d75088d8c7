namespace AnomalyNotebooks.Tests.Model;

public sealed unsafe class TrainingNetworkTest
{
    private static readonly AutoencoderOptions Smooth = new() { HiddenSizes = [5], CodeSize = 3, Loss = ReconstructionLoss.MeanSquared, BatchSize = 12 };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gradients_are_what_finite_differences_say(bool batchNorm)
    {
        AutoencoderOptions options = Smooth with { BatchNorm = batchNorm };
        AutoencoderWeights weights = TestNetworks.Weights(options, 6, 5);
        AlignedFloats rows = TestNetworks.Rows(12, 6, 6);
        Loss(weights, out IReadOnlyList<WeightTensor> gradients);
        double largest = gradients.Max(gradient => gradient.Values.Max(Math.Abs));
        foreach (WeightTensor gradient in gradients)
        {
            for (int i = 0; i < gradient.Values.Length; i++)
            {
                const float Step = 1f / 128;
                double difference = (Loss(Moved(gradient.Name, i, Step), out _) - Loss(Moved(gradient.Name, i, -Step), out _)) / (2 * Step);
                Assert.Equal(difference, gradient.Values[i], 2e-3 * largest);
            }
        }

        float Loss(AutoencoderWeights at, out IReadOnlyList<WeightTensor> gradients)
        {
            using ITrainingNetwork network = EngineFactory.Training(at, options);
            return network.Gradients(rows.Start, rows.Start, 12, out gradients);
        }

        AutoencoderWeights Moved(string name, int index, float step) => new(weights.LayerSizes, weights.HasBatchNorm, weights.Tensors.Select(tensor =>
        {
            if (tensor.Name != name) return tensor;
            float[] values = [.. tensor.Values];
            values[index] += step;
            return tensor with { Values = values };
        }));
    }

    public static TheoryData<int, bool, Activation, ReconstructionLoss, int> Shapes => new()
    {
        { 12, true, Activation.Tanh, ReconstructionLoss.L1, 44 },
        { 1, false, Activation.Tanh, ReconstructionLoss.L1, 1 },
        { 29, true, Activation.Relu, ReconstructionLoss.Huber, 17 },
        { 300, true, Activation.Tanh, ReconstructionLoss.MeanSquared, 70 },
        { 1100, false, Activation.Relu, ReconstructionLoss.L1, 9 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_vector_width_and_number_of_threads_gives_the_same_bits(int batch, bool batchNorm, Activation activation, ReconstructionLoss loss, int features)
    {
        AutoencoderOptions options = new() { HiddenSizes = [12, 7], CodeSize = 4, BatchSize = batch, BatchNorm = batchNorm, Activation = activation, Loss = loss, Threads = 1 };
        AutoencoderWeights weights = TestNetworks.Weights(options, features, 3);
        (float[] losses, float[][] tensors) expected = Train(EngineFactory.Training<KernelsScalar>(weights, options));
        foreach (ITrainingNetwork network in (ITrainingNetwork[])[
            EngineFactory.Training<Kernels128>(weights, options),
            EngineFactory.Training<Kernels256>(weights, options),
            EngineFactory.Training<Kernels512>(weights, options),
            EngineFactory.Training(weights, options with { Threads = 2 }),
            EngineFactory.Training(weights, options with { Threads = 3 })])
        {
            (float[] losses, float[][] tensors) = Train(network);
            Assert.Equal(expected.losses, losses);
            Assert.Equal(expected.tensors, tensors);
        }

        (float[] Losses, float[][] Tensors) Train(ITrainingNetwork network)
        {
            using (network)
            {
                float[] losses = TestNetworks.Train(network, TestNetworks.Rows(batch * 6, features, 4), features, batch, 6, 0.01);
                return (losses, [.. network.Export().Tensors.Select(tensor => tensor.Values)]);
            }
        }
    }

    [Fact]
    public void Scores_have_the_same_bits_at_every_width_and_in_any_company()
    {
        AutoencoderOptions options = new() { Threads = 1 };
        AutoencoderWeights weights = TestNetworks.Weights(options, 44, 8);
        FeatureMatrix rows = TestFlows.Make(5000, 44, 9);
        double[] expected = Score(EngineFactory.Inference<KernelsScalar>(weights, options));
        Assert.Equal(expected, Score(EngineFactory.Inference<Kernels128>(weights, options)));
        Assert.Equal(expected, Score(EngineFactory.Inference<Kernels256>(weights, options)));
        Assert.Equal(expected, Score(EngineFactory.Inference<Kernels512>(weights, options)));
        IInferenceNetwork shared = EngineFactory.Inference(weights, options with { Threads = 3 });
        Assert.Equal(expected, Score(shared));
        for (int r = 0; r < rows.Rows; r += 97) Assert.Equal(expected[r], shared.Score(rows.Row(r)));

        double[] Score(IInferenceNetwork network)
        {
            var scores = new double[rows.Rows];
            network.Score(rows.Values, scores);
            return scores;
        }
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        AutoencoderOptions options = AutoencoderOptions.Reference;
        using ITrainingNetwork network = EngineFactory.Training(AutoencoderWeights.Initial(options, 44, 1), options);
        AlignedFloats data = TestNetworks.Rows(12 * 50, 44, 2);
        TestNetworks.Train(network, data, 44, 12, 50, 0.005);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int stride = AlignedFloats.Stride(44);
        for (int step = 0; step < 50; step++) network.Step(data.Start + (step * 12 * stride), data.Start + (step * 12 * stride), 12, 0.005);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Weights_come_back_as_they_went_in()
    {
        AutoencoderOptions options = new() { HiddenSizes = [13, 9], CodeSize = 5 };
        AutoencoderWeights weights = TestNetworks.Weights(options, 21, 2);
        using ITrainingNetwork network = EngineFactory.Training(weights, options);
        Assert.All(network.Export().Tensors, tensor => Assert.Equal(weights[tensor.Name].Values, tensor.Values));
    }
}
