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

    public static TheoryData<int, bool, double, int> Epochs => new()
    {
        { 12, false, 0, 1 },
        { 12, true, 0.2, 1 }, // shuffled, with noise
        { 300, true, 0, 2 }, // two threads
    };

    [Theory]
    [MemberData(nameof(Epochs))]
    public void An_epoch_allocates_nothing_however_many_batches_it_has(int batch, bool shuffle, double noise, int threads)
    {
        AutoencoderOptions options = new() { BatchSize = batch, Shuffle = shuffle, SwapNoise = noise, Threads = threads };
        using ITrainingNetwork network = EngineFactory.Training(AutoencoderWeights.Initial(options, 44, 1), options);
        var batches = new TrainingBatches(TestFlows.Make(1800, 44, 2), options, seed: 1);
        RunEpoch(); // what is compiled or made at a first call
        long before = GC.GetAllocatedBytesForCurrentThread();
        RunEpoch();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void RunEpoch()
        {
            batches.BeginEpoch();
            for (int step = 0; step < batches.Count; step++)
            {
                batches.Take(step, out float* inputs, out float* targets, out int rows);
                network.Step(inputs, targets, rows, 0.005);
            }
        }
    }

    [Fact]
    public void A_whole_training_allocates_as_much_for_many_batches_as_for_few()
    {
        FeatureMatrix train = TestFlows.Make(6000, 10, 1), validation = TestFlows.Make(10, 10, 2);
        Allocated(100);
        long few = Allocated(600), many = Allocated(6); // 10 batches and 1,000
        Assert.True(many <= few, $"{many} bytes for 1,000 batches, {few} for 10"); // the larger batch has the larger buffers

        long Allocated(int batch)
        {
            AutoencoderOptions options = new() { BatchSize = batch, Epochs = 1, Threads = 1, SwapNoise = 0.1 };
            long before = GC.GetAllocatedBytesForCurrentThread();
            Autoencoder.Fit(options, train, validation, 1);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Scoring_a_single_flow_allocates_nothing()
    {
        AutoencoderOptions options = new();
        Autoencoder model = new(options, [.. Enumerable.Range(0, 44).Select(f => $"f{f}")], AutoencoderWeights.Initial(options, 44, 1));
        FeatureMatrix flows = TestFlows.Make(100, 44, 2);
        double sum = model.Score(flows.Row(0));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int r = 0; r < flows.Rows; r++) sum += model.Score(flows.Row(r));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(sum > 0);
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
