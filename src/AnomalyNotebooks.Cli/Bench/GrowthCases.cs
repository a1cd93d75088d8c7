using System.Diagnostics;

namespace AnomalyNotebooks.Cli.Bench;

/// <summary>How cost grows with rows: preprocessing and scoring of synthetic flows, chunk by chunk so that no step holds more than a
/// chunk, and an epoch of training on as many rows.</summary>
internal static class GrowthCases
{
    private const int ChunkRows = 100_000;

    /// <summary>Measures from 10,000 rows up.</summary>
    /// <param name="most">Rows of the largest case; each is ten times the one before.</param>
    public static IEnumerable<BenchResult> Measure(int most)
    {
        FlowTable first = SyntheticFlows.Generate(FlowProfile.Bundled, ChunkRows);
        FittedFeaturePipeline pipeline = FeaturePipeline.Reference.Fit(first.Take(first.NormalRows()));
        FeatureMatrix normals = pipeline.Transform(first.Take(first.NormalRows()));
        Autoencoder model = Autoencoder.Fit(AutoencoderOptions.Reference with { Epochs = 1, BatchSize = 256 }, normals, normals.Take([0, 1]), seed: 1);
        for (int rows = 10_000; rows <= most; rows *= 10)
        {
            yield return Result($"preprocessing and scoring {rows:N0} flows", PreprocessAndScore(pipeline, model, rows), rows);
            yield return Result($"an epoch on {rows:N0} rows, batch 256", Epoch(normals, rows), rows);
        }
    }

    private static double PreprocessAndScore(FittedFeaturePipeline pipeline, Autoencoder model, int rows)
    {
        double seconds = 0;
        for (int done = 0; done < rows; done += ChunkRows)
        {
            FlowTable chunk = SyntheticFlows.Generate(FlowProfile.Bundled, Math.Min(ChunkRows, rows - done), seed: (ulong)done);
            long start = Stopwatch.GetTimestamp();
            model.Score(pipeline.Transform(chunk));
            seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        return seconds;
    }

    private static double Epoch(FeatureMatrix normals, int rows)
    {
        int[] repeated = [.. Enumerable.Range(0, rows).Select(row => row % normals.Rows)];
        AutoencoderOptions options = AutoencoderOptions.Reference with { Epochs = 1, BatchSize = 256 };
        return Autoencoder.Fit(options, normals.Take(repeated), normals.Take([0, 1]), seed: 1).History[0].Seconds;
    }

    private static BenchResult Result(string name, double seconds, int rows) => new(name, "ns/row", seconds / rows * 1e9, null, null, null);
}
