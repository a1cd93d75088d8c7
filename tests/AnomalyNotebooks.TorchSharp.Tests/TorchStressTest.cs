namespace AnomalyNotebooks.Tests;

/// <summary>
/// Training beside a thread that allocates: garbage collections then come in the middle of steps, and with TorchSharp's own Adam and
/// BatchNorm a training died within some thousand of them (a scalar freed while the native code read it).
/// </summary>
[Collection(TorchCollection.Name)]
public sealed class TorchStressTest
{
    private const string Variable = "ANOMALY_STRESS";

    public TorchStressTest() => TorchCollection.Load();

    /// <summary>A short one always; 20,000 steps three times where the variable ANOMALY_STRESS is 1.</summary>
    public static TheoryData<int> Steps => Environment.GetEnvironmentVariable(Variable) == "1" ? [20_000, 20_001, 20_002] : [1_000];

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_training_lives_through_the_collections_that_another_thread_causes(int steps)
    {
        int stepsPerEpoch = Flows.Train.Rows / 12; // the one row that is left over has no variance
        AutoencoderOptions options = AutoencoderOptions.Reference with { Epochs = (steps / stepsPerEpoch) + 1, EarlyStoppingPatience =
            int.MaxValue };
        using var ended = new CancellationTokenSource();
        int collections = GC.CollectionCount(0);
        var allocating = new Thread(() => Allocate(ended.Token));
        allocating.Start();

        (AutoencoderWeights Weights, IReadOnlyList<EpochReport> History) training;
        try
        {
            training = TorchSharpEngine.Cpu.Train(options, AutoencoderWeights.Initial(options, Flows.Train.Columns, 3), Flows.Train,
                Flows.Validation, 3, null, CancellationToken.None);
        }
        finally
        {
            ended.Cancel();
            allocating.Join();
        }

        Assert.Equal(options.Epochs, training.History.Count);
        Assert.True(options.Epochs * stepsPerEpoch >= steps);
        Assert.True(GC.CollectionCount(0) - collections > 10, "the other thread caused no collections: this test shows nothing");
    }

    private static void Allocate(CancellationToken end)
    {
        var held = new byte[256][];
        for (int i = 0; !end.IsCancellationRequested; i++)
        {
            held[i % held.Length] = new byte[4096];
            if (i % 16_384 == 0) Thread.Sleep(1);
        }
    }
}
