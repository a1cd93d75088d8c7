using AnomalyNotebooks.Cli;
using BenchmarkDotNet.Attributes;

namespace AnomalyNotebooks.Benchmarks;

/// <summary>What comes before and after training, on 20,000 synthetic flows.</summary>
[MemoryDiagnoser]
public class PathBenchmarks
{
    private readonly FlowTable flows = SyntheticFlows.Generate(FlowProfile.Bundled);
    private readonly string csv = Path.Combine(Path.GetTempPath(), $"anomaly-benchmark-{Environment.ProcessId}.csv");
    private FittedFeaturePipeline reference = null!, robust = null!;
    private FeatureMatrix features = null!;
    private Autoencoder model = null!;
    private double[] scores = null!;

    [GlobalSetup]
    public void Setup()
    {
        FlowCsvFile.Write(flows, csv);
        reference = FeaturePipeline.Reference.Fit(flows);
        robust = FeaturePipeline.Robust.Fit(flows);
        features = reference.Transform(flows);
        model = Autoencoder.Fit(AutoencoderOptions.Reference with { Epochs = 1 }, features, features.Take([0, 1]), seed: 1);
        scores = model.Score(features);
    }

    [GlobalCleanup]
    public void Cleanup() => File.Delete(csv);

    [Benchmark]
    public FlowTable Read_the_CSV() => FlowSource.Load(csv);

    [Benchmark]
    public FittedFeaturePipeline Fit_the_reference_pipeline() => FeaturePipeline.Reference.Fit(flows);

    [Benchmark]
    public FeatureMatrix Transform_by_the_reference_pipeline() => reference.Transform(flows);

    [Benchmark]
    public FittedFeaturePipeline Fit_the_robust_pipeline() => FeaturePipeline.Robust.Fit(flows);

    [Benchmark]
    public FeatureMatrix Transform_by_the_robust_pipeline() => robust.Transform(flows);

    [Benchmark]
    public double[] Score() => model.Score(features);

    [Benchmark]
    public double Score_one() => model.Score(features.Row(0));

    [Benchmark]
    public CorrelationMatrix Correlate() => CorrelationMatrix.Pearson(flows);

    [Benchmark]
    public double[] Density()
    {
        KernelDensity density = KernelDensity.Fit(scores);
        return density.Evaluate(density.Grid());
    }
}
