using System.Globalization;
using BenchmarkDotNet.Attributes;

namespace AnomalyNotebooks.Benchmarks;

/// <summary>One step of training.</summary>
[MemoryDiagnoser]
public unsafe class TrainingBenchmarks
{
    private AlignedFloats data = null!;
    private ITrainingNetwork network = null!;
    private int batch;

    [Params("reference 12", "reference 256", "reference 4096", "wide 256", "wide 4096")]
    public string Network { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        batch = int.Parse(Network.Split(' ')[1], CultureInfo.InvariantCulture);
        bool wide = Network.StartsWith("wide", StringComparison.Ordinal);
        int features = wide ? 196 : 44, stride = AlignedFloats.Stride(features);
        AutoencoderOptions options = (wide ? AutoencoderOptions.Wide : AutoencoderOptions.Reference) with { BatchSize = batch };
        network = EngineFactory.Training(AutoencoderWeights.Initial(options, features, 1), options);
        data = new AlignedFloats((long)batch * stride);
        var random = new SeededRandom(1);
        for (int r = 0; r < batch; r++)
            for (int f = 0; f < features; f++) data.Span[(r * stride) + f] = random.NextSingle();
    }

    [GlobalCleanup]
    public void Cleanup() => network.Dispose();

    [Benchmark]
    public float Step() => network.Step(data.Start, data.Start, batch, 1e-4);
}
