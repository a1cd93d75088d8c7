using System.Diagnostics;

namespace AnomalyNotebooks.Cli.Bench;

/// <summary>How cost grows with rows: preprocessing and scoring of synthetic flows, chunk by chunk so that no step holds more than a
/// chunk, and an epoch of training on as many rows. Small sizes run so often that every size is a mean over at least a million rows:
/// each then meets as many collections of garbage, and none profits from being short.</summary>
internal sealed class GrowthCases
{
    private const int ChunkRows = 100_000, LeastRowsMeasured = 1_000_000;

    private readonly Lazy<(FittedFeaturePipeline Pipeline, Autoencoder Model, FeatureMatrix Normals)> fitted = new(Fit);

    /// <summary>From 10,000 rows up.</summary>
    /// <param name="most">Rows of the largest case; each is ten times the one before.</param>
    public IEnumerable<BenchCase> All(int most)
    {
        for (long size = 10_000; size <= most; size *= 10)
        {
            var rows = (int)size;
            yield return new BenchCase("growth, preprocessing and scoring, reference network", "ns/flow", false, null, () =>
                PreprocessAndScore(rows), Flows: rows);
            yield return new BenchCase("growth, an epoch of the reference network, batch 256", "ns/flow", false, null, () => Epoch(rows),
                Flows: rows);
        }
    }

    private static (FittedFeaturePipeline Pipeline, Autoencoder Model, FeatureMatrix Normals) Fit()
    {
        FlowTable flows = SyntheticFlows.Generate(FlowProfile.Bundled, ChunkRows);
        FlowTable normals = flows.Take(flows.NormalRows());
        FittedFeaturePipeline pipeline = FeaturePipeline.Reference.Fit(normals);
        FeatureMatrix features = pipeline.Transform(normals);
        Autoencoder model = Autoencoder.Fit(AutoencoderOptions.Reference with { Epochs = 1, BatchSize = 256 }, features,
            features.Take([0, 1]), seed: 1);
        for (int warmUp = 0; warmUp < 30; warmUp++) model.Score(pipeline.Transform(flows));
        return (pipeline, model, features);
    }

    private double PreprocessAndScore(int rows)
    {
        (FittedFeaturePipeline pipeline, Autoencoder model, _) = fitted.Value;
        int chunkRows = Math.Min(ChunkRows, rows), turns = Math.Max(1, LeastRowsMeasured / rows);
        double seconds = 0;
        for (int done = 0; done < rows; done += chunkRows)
        {
            FlowTable chunk = SyntheticFlows.Generate(FlowProfile.Bundled, chunkRows, seed: (ulong)done);
            long start = Stopwatch.GetTimestamp();
            for (int turn = 0; turn < turns; turn++) model.Score(pipeline.Transform(chunk));
            seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        return seconds / turns / rows * 1e9;
    }

    private double Epoch(int rows)
    {
        FeatureMatrix normals = fitted.Value.Normals;
        int[] repeated = [.. Enumerable.Range(0, rows).Select(row => row % normals.Rows)];
        AutoencoderOptions options = AutoencoderOptions.Reference with { Epochs = Math.Max(1, LeastRowsMeasured / rows), BatchSize = 256,
            PlateauPatience = null };
        IReadOnlyList<EpochReport> history = Autoencoder.Fit(options, normals.Take(repeated), normals.Take([0, 1]), seed: 1).History;
        return history.Sum(epoch => epoch.Seconds) / history.Count / rows * 1e9;
    }
}
