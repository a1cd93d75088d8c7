using System.Diagnostics;
using TorchSharp;

namespace AnomalyNotebooks.Tests;

[Collection(TorchCollection.Name)]
public sealed class TorchSharpEngineTest
{
    public TorchSharpEngineTest() => TorchCollection.Load();

    private static readonly AutoencoderOptions Options = AutoencoderOptions.Reference with { Epochs = 3 };

    [Fact]
    public void It_is_chosen_by_its_name()
    {
        TorchSharpEngine.Register();

        Assert.Same(TorchSharpEngine.Cpu, AutoencoderEngines.Named("torchsharp"));
        Assert.Same(TorchSharpEngine.Cuda, AutoencoderEngines.Named("TorchSharp-CUDA"));
    }

    // Float32 trajectories part after some fifty steps; one epoch of 51 steps is before that.
    [Theory]
    [InlineData(ReconstructionLoss.L1, true, 0)]
    [InlineData(ReconstructionLoss.MeanSquared, false, 0)]
    [InlineData(ReconstructionLoss.Huber, true, 0.2)]
    public void Its_first_epoch_is_the_managed_engines(ReconstructionLoss loss, bool shuffle, double noise)
    {
        AutoencoderOptions options = Options with { Loss = loss, Shuffle = shuffle, SwapNoise = noise, Epochs = 1 };

        EpochReport managed = Train(AutoencoderEngines.Managed, options).History[0], torch = Train(TorchSharpEngine.Cpu, options)
            .History[0];

        Assert.Equal(managed.TrainLoss, torch.TrainLoss, 1e-3 * managed.TrainLoss);
        Assert.Equal(managed.ValidationLoss, torch.ValidationLoss, 1e-2 * managed.ValidationLoss);
    }

    [Fact]
    public void One_step_from_the_same_weights_gives_the_same_weights()
    {
        AutoencoderOptions options = Options with { Epochs = 1, BatchSize = Flows.Train.Rows };

        AutoencoderWeights managed = Train(AutoencoderEngines.Managed, options).Weights,
            torch = Train(TorchSharpEngine.Cpu, options).Weights;

        Assert.Equal(managed.BatchesTracked, torch.BatchesTracked);
        foreach (WeightTensor tensor in managed.Tensors)
        {
            // Adam's first step is the learning rate in the gradient's direction, whatever the gradient's size: where that is rounding
            // noise the direction is anyone's. All but a few weights must agree.
            int apart = tensor.Values.Zip(torch[tensor.Name].Values).Count(pair => Math.Abs(pair.First - pair.Second) > 1e-5);
            Assert.True(apart <= tensor.Values.Length / 20, $"{tensor.Name}: {apart} of {tensor.Values.Length} differ");
        }
    }

    [Fact]
    public void It_reports_each_epoch_as_it_ends_and_gives_the_best_weights_back()
    {
        var reports = new List<EpochReport>();
        var progress = new Collector(reports);

        var training = Train(TorchSharpEngine.Cpu, Options, progress);

        Assert.Equal(training.History, reports);
        Assert.Equal([1, 2, 3], reports.Select(report => report.Epoch));
        Assert.All(reports, report => Assert.Equal((3, 0.005), (report.Epochs, report.LearningRate)));
        EpochReport best = reports.MinBy(report => report.ValidationLoss)!;
        Assert.Equal((best.Epoch, best.ValidationLoss), (reports[^1].BestEpoch, reports[^1].BestValidationLoss));
        using TorchAutoencoder network = TorchAutoencoder.FromWeights(training.Weights);
        Assert.Equal(best.ValidationLoss, network.Score(Flows.Validation, ReconstructionLoss.L1).Average(), 1e-9);
    }

    [Fact]
    public void Equal_seeds_give_equal_weights()
    {
        AutoencoderOptions options = Options with { Shuffle = true, SwapNoise = 0.1 };

        AutoencoderWeights first = Train(TorchSharpEngine.Cpu, options).Weights, second = Train(TorchSharpEngine.Cpu, options).Weights;

        foreach (WeightTensor tensor in first.Tensors) Assert.Equal(tensor.Values, second[tensor.Name].Values);
    }

    [Fact]
    public void The_learning_rate_falls_on_a_plateau_when_the_managed_engines_would()
    {
        // A rate this small leaves every validation loss within the threshold of 0.01 %.
        AutoencoderOptions options = Options with { LearningRate = 1e-7, PlateauPatience = 1, PlateauFactor = 0.5, Epochs = 6 };

        IEnumerable<double> managed = Train(AutoencoderEngines.Managed, options).History.Select(report => report.LearningRate);
        double[] torch = [.. Train(TorchSharpEngine.Cpu, options).History.Select(report => report.LearningRate)];

        Assert.Equal(managed, torch);
        Assert.True(torch[^1] < torch[0]);
    }

    [Fact]
    public void Early_stopping_ends_the_training()
    {
        AutoencoderOptions options = Options with { LearningRate = 1e-12, EarlyStoppingPatience = 2, Epochs = 50 };

        Assert.True(Train(TorchSharpEngine.Cpu, options).History.Count < 50);
    }

    [Fact]
    public void No_tensor_outlives_its_epoch_over_100_epochs()
    {
        var live = new List<long>();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Train(TorchSharpEngine.Cpu, Options with { Epochs = 100 },
            new Collector(_ => live.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount)));

        Assert.Equal(100, live.Count);
        Assert.All(live, count => Assert.Equal(live[0], count));
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void The_memory_of_the_process_stays_flat_over_100_epochs()
    {
        var megabytes = new List<double>();
        using var process = Process.GetCurrentProcess();

        Train(TorchSharpEngine.Cpu, Options with { Epochs = 100 }, new Collector(report =>
        {
            if (report.Epoch % 50 != 0 && report.Epoch != 10) return;
            GC.Collect();
            GC.WaitForPendingFinalizers();
            process.Refresh();
            megabytes.Add(process.WorkingSet64 / 1048576.0);
        }));

        // An undisposed batch would hold 90 epochs x 51 steps x dozens of tensors.
        Assert.True(megabytes[^1] - megabytes[0] < 20, string.Join(", ", megabytes));
    }

    [Fact]
    public void A_training_that_diverges_says_where()
    {
        AutoencoderOptions options = Options with { LearningRate = 1e30, Loss = ReconstructionLoss.MeanSquared, BatchNorm = false,
            Activation = Activation.Relu };

        TrainingDivergedException error = Assert.Throws<TrainingDivergedException>(() => Train(TorchSharpEngine.Cpu, options));

        Assert.Equal((1, 1e30), (error.Epoch, error.LearningRate));
        Assert.True(error.Step > 1);
    }

    [Fact]
    public void It_can_be_cancelled_within_an_epoch_and_leaves_nothing_behind()
    {
        using var source = new CancellationTokenSource();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Assert.Throws<OperationCanceledException>(() => Train(
            TorchSharpEngine.Cpu, Options with { Epochs = 1000 }, new Collector(_ => source.Cancel()), source.Token));

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Small_layers_are_trained_by_one_thread_and_the_setting_is_given_back()
    {
        int before = torch.get_num_threads(), during = 0;

        Train(TorchSharpEngine.Cpu, Options with { Threads = 8, Epochs = 1 }, new Collector(_ => during = torch.get_num_threads()));

        Assert.Equal(1, during);
        Assert.Equal(before, torch.get_num_threads());
    }

    [Theory]
    [InlineData(12, 0, 1)]
    [InlineData(4096, 3, 3)]
    public void Threads_are_used_where_a_batch_has_work_for_them(int batchSize, int asked, int expected)
    {
        AutoencoderOptions options = AutoencoderOptions.Reference with { BatchSize = batchSize, Threads = asked };

        Assert.Equal(expected, TorchSharpEngine.Threads(options, options.LayerSizes(44)));
    }

    [Theory]
    [InlineData("0.102.7.0")]
    [InlineData("0.99.5")]
    public void A_TorchSharp_whose_L1Loss_is_wrong_is_refused(string version)
    {
        AnomalyException error = Assert.Throws<AnomalyException>(() => TorchSharpEngine.RequireSupported(Version.Parse(version)));

        Assert.Contains("L1Loss computes the mean squared error", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void This_TorchSharp_is_new_enough_and_its_L1Loss_is_right()
    {
        TorchSharpEngine.RequireSupported(typeof(torch).Assembly.GetName().Version!);

        using torch.Tensor loss = torch.nn.functional.l1_loss(torch.tensor(new float[] { 3 }), torch.tensor(new float[] { 0 }));
        Assert.Equal(3f, loss.item<float>());
    }

    [Fact]
    public void Without_a_CUDA_device_the_engine_on_CUDA_says_what_to_do()
    {
        Assert.SkipWhen(torch.cuda.is_available(), "there is a CUDA device");

        AnomalyException error = Assert.Throws<AnomalyException>(() => Train(TorchSharpEngine.Cuda, Options));

        Assert.Contains("finds no CUDA device", error.Message, StringComparison.Ordinal);
    }

    private static (AutoencoderWeights Weights, IReadOnlyList<EpochReport> History) Train(
        IAutoencoderEngine engine, AutoencoderOptions options, IProgress<EpochReport>? progress = null,
        CancellationToken cancellation = default) =>
        engine.Train(options, AutoencoderWeights.Initial(options, Flows.Train.Columns, 3), Flows.Train, Flows.Validation, 3, progress,
            cancellation);

    private sealed class Collector(Action<EpochReport> report) : IProgress<EpochReport>
    {
        public Collector(List<EpochReport> reports)
            : this(reports.Add)
        {
        }

        public void Report(EpochReport value) => report(value);
    }
}
