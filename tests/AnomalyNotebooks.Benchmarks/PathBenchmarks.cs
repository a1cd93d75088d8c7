using BenchmarkDotNet.Attributes;

namespace AnomalyNotebooks.Benchmarks;

/// <summary>What comes before and after the network, on synthetic flows.</summary>
[MemoryDiagnoser]
public class PathBenchmarks
{
    private readonly FlowTable flows = SyntheticFlows.Generate(FlowProfile.Bundled);
    private FittedFeaturePipeline pipeline = null!;
    private FeatureMatrix features = null!;
    private Autoencoder model = null!;
    private double[] scores = null!;

    [GlobalSetup]
    public void Setup()
    {
        pipeline = FeaturePipeline.Reference.Fit(flows);
        features = pipeline.Transform(flows);
        model = Autoencoder.Fit(AutoencoderOptions.Reference with { Epochs = 1 }, features, features.Take([0, 1]), seed: 1);
        scores = model.Score(features);
    }

    [Benchmark]
    public FittedFeaturePipeline Fit_the_preprocessing() => FeaturePipeline.Reference.Fit(flows);

    [Benchmark]
    public FeatureMatrix Preprocess() => pipeline.Transform(flows);

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
