using BenchmarkDotNet.Attributes;

namespace AnomalyNotebooks.Benchmarks;

/// <summary>One step of training.</summary>
[MemoryDiagnoser]
public unsafe class TrainingBenchmarks
{
    private AlignedFloats data = null!;
    private ITrainingNetwork network = null!;

    [Params("reference 12", "reference 256", "reference 4096", "wide 256", "wide 4096")]
    public string Network { get; set; } = "";

    private int Batch => int.Parse(Network.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

    [GlobalSetup]
    public void Setup()
    {
        bool wide = Network.StartsWith("wide", StringComparison.Ordinal);
        int features = wide ? 196 : 44, stride = AlignedFloats.Stride(features);
        AutoencoderOptions options = (wide ? AutoencoderOptions.Wide : AutoencoderOptions.Reference) with { BatchSize = Batch };
        network = EngineFactory.Training(AutoencoderWeights.Initial(options, features, 1), options);
        data = new AlignedFloats((long)Batch * stride);
        var random = new SeededRandom(1);
        for (int r = 0; r < Batch; r++)
            for (int f = 0; f < features; f++) data.Span[(r * stride) + f] = random.NextSingle();
    }

    [GlobalCleanup]
    public void Cleanup() => network.Dispose();

    [Benchmark]
    public float Step() => network.Step(data.Start, data.Start, Batch, 1e-4);
}
