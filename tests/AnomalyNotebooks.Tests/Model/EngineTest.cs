using FsCheck;
using FsCheck.Fluent;

namespace AnomalyNotebooks.Tests.Model;

/// <summary>The vector engine against the plain network, bit for bit: weights, losses and scores of whole trainings.</summary>
public sealed class EngineTest
{
    // Sizes around the lanes' 8 and 16, and 1 more often than chance would have it.
    private static readonly Gen<int> Width = Gen.OneOf(Gen.Constant(1), Gen.Choose(1, 40));

    private static readonly Arbitrary<Shape> Shapes = (
        from features in Width
        from batch in Gen.OneOf(Gen.Constant(1), Gen.Constant(2), Gen.Choose(1, 60), Gen.Choose(250, 300))
        from code in Width
        from hidden in Width.ListOf(2)
        from layers in Gen.Choose(0, 2)
        from batchNorm in Gen.Elements(true, false)
        from activation in Gen.Elements(Activation.Tanh, Activation.Relu)
        from loss in Gen.Elements(ReconstructionLoss.L1, ReconstructionLoss.MeanSquared, ReconstructionLoss.Huber)
        from shuffle in Gen.Elements(true, false)
        from noise in Gen.Elements(0, 0.3)
        select new Shape(features, (3 * batch) + 2, new AutoencoderOptions
        {
            HiddenSizes = [.. hidden.Take(layers)],
            CodeSize = code,
            BatchNorm = batchNorm && batch > 1,
            Activation = activation,
            Loss = loss,
            BatchSize = batch,
            Shuffle = shuffle,
            SwapNoise = noise,
            Epochs = 2,
            LearningRate = 0.01,
        })).ToArbitrary();

    public static TheoryData<Activation, ReconstructionLoss, bool, int> Settings => [.. (
        from activation in Enum.GetValues<Activation>()
        from loss in Enum.GetValues<ReconstructionLoss>()
        from batchNorm in (bool[])[true, false]
        from batch in batchNorm ? (int[])[12, 256] : [1, 12, 256] // one row has no variance
        select (activation, loss, batchNorm, batch))];

    [Theory]
    [MemberData(nameof(Settings))]
    public void It_trains_and_scores_to_the_bits_of_the_plain_network(
        Activation activation, ReconstructionLoss loss, bool batchNorm, int batch)
    {
        AssertSameBits(new Shape(19, batch == 1 ? 40 : (2 * batch) + 5, new AutoencoderOptions
        {
            HiddenSizes = [13, 7],
            CodeSize = 3,
            Activation = activation,
            Loss = loss,
            BatchNorm = batchNorm,
            BatchSize = batch,
            Epochs = 3,
            SwapNoise = batch == 12 ? 0.1 : 0,
        }));
    }

    [Fact]
    public void It_does_so_with_as_many_sections_as_there_can_be() =>
        AssertSameBits(new Shape(9, 1500, new AutoencoderOptions { BatchSize = 1400, Epochs = 3 }));

    [Fact]
    public void It_does_so_for_networks_of_any_shape() => Prop.ForAll(Shapes, AssertSameBits).QuickCheckThrowOnFailure();

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
        FeatureMatrix train = TestFlows.Make(1800, 44, 2);
        using ITrainingNetwork network = EngineFactory.Training(AutoencoderWeights.Initial(options, 44, 1), options, train);
        var batches = new TrainingBatches(train, options, seed: 1);
        RunEpoch(); // what is compiled or made at a first call
        long before = GC.GetAllocatedBytesForCurrentThread();
        RunEpoch();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void RunEpoch()
        {
            batches.BeginEpoch();
            for (int step = 0; step < batches.Count; step++)
            {
                ReadOnlySpan<int> rows = batches.Take(step, out ReadOnlySpan<int> donors);
                network.Step(rows, donors, 0.005);
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

    private static void AssertSameBits(Shape shape)
    {
        (int features, int rows, AutoencoderOptions options) = shape;
        // more than a thread takes
        FeatureMatrix train = TestNetworks.Rows(rows, features, 4), flows = TestNetworks.Rows(1600, features, 5);
        AutoencoderWeights initial = TestNetworks.Weights(options, features, 3);
        Outcome expected = Of(AutoencoderEngines.Named("plain"), (weights, o) => new FittedNetwork(weights, o), options);
        foreach (int threads in (int[])[1, 2, 3])
        {
            AutoencoderOptions shared = options with { Threads = threads };
            expected.AssertEqual(Of(new Training("", EngineFactory.Training, EngineFactory.Fitted), EngineFactory.Fitted, shared));
            if (threads == 2) continue;
            expected.AssertEqual(At<Kernels512>(shared));
            expected.AssertEqual(At<Kernels256>(shared));
            expected.AssertEqual(At<Kernels128>(shared));
        }

        Outcome At<TKernels>(AutoencoderOptions settings) where TKernels : IKernels =>
            Of(new Training("", EngineFactory.Training<TKernels>, EngineFactory.Fitted<TKernels>), EngineFactory.Fitted<TKernels>,
                settings);

        Outcome Of(IAutoencoderEngine engine, Func<AutoencoderWeights, AutoencoderOptions, IFittedNetwork> fitted,
            AutoencoderOptions settings)
        {
            var training = engine.Train(settings, initial, train, flows.Take([0, 1, 2]), 7, null, default);
            IFittedNetwork network = fitted(training.Weights, settings);
            var scores = new double[flows.Rows];
            network.Score(flows.Values, scores, default);
            for (int r = 0; r < rows; r += 97) Assert.Equal(scores[r], network.Score(flows.Row(r))); // alone as in company
            return new Outcome(
                [.. training.Weights.Tensors.Select(tensor => TestNetworks.Bits(tensor.Values))],
                [.. training.History.SelectMany(report =>
                    (long[])[BitConverter.DoubleToInt64Bits(report.TrainLoss), BitConverter.DoubleToInt64Bits(report.ValidationLoss)])],
                [.. scores.Select(BitConverter.DoubleToInt64Bits)],
                TestNetworks.Bits(network.Forward(flows.Values, (training.Weights.LayerSizes.Count - 1) / 2)),
                TestNetworks.Bits(network.FeatureLosses(flows.Values)));
        }
    }

    private sealed record Shape(int Features, int Rows, AutoencoderOptions Options);

    private sealed record Outcome(int[][] Weights, long[] Losses, long[] Scores, int[] Codes, int[] FeatureLosses)
    {
        public void AssertEqual(Outcome other)
        {
            Assert.Equal(Losses, other.Losses);
            Assert.Equal(Weights, other.Weights);
            Assert.Equal(Scores, other.Scores);
            Assert.Equal(Codes, other.Codes);
            Assert.Equal(FeatureLosses, other.FeatureLosses);
        }
    }
}
