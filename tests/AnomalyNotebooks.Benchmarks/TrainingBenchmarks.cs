using System.Globalization;
using BenchmarkDotNet.Attributes;

namespace AnomalyNotebooks.Benchmarks;

/// <summary>One step of training.</summary>
[MemoryDiagnoser]
public class TrainingBenchmarks
{
    private ITrainingNetwork network = null!;
    private int[] rows = [];

    [Params("reference 12", "reference 256", "reference 4096", "wide 256", "wide 4096")]
    public string Network { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        int batch = int.Parse(Network.Split(' ')[1], CultureInfo.InvariantCulture);
        bool wide = Network.StartsWith("wide", StringComparison.Ordinal);
        int features = wide ? 196 : 44;
        AutoencoderOptions options = (wide ? AutoencoderOptions.Wide with { Shuffle = false } : AutoencoderOptions.Reference) with {
            BatchSize = batch };
        var random = new SeededRandom(1);
        float[] values = [.. Enumerable.Range(0, batch * features).Select(_ => random.NextSingle())];
        var train = new FeatureMatrix(values, batch, [.. Enumerable.Range(0, features).Select(f => $"f{f}")]);
        network = EngineFactory.Training(AutoencoderWeights.Initial(options, features, 1), options, train);
        rows = [.. Enumerable.Range(0, batch)];
    }

    [GlobalCleanup]
    public void Cleanup() => network.Dispose();

    [Benchmark]
    public float Step() => network.Step(rows, [], 1e-4);
}
