using System.Diagnostics;
using System.IO.Compression;
using AnomalyNotebooks.Cli.Running;

namespace AnomalyNotebooks.Cli.Bench;

/// <summary>Scoring as a stream: flows a second from memory, from a CSV file and from gzip, batch by batch, and the memory that
/// <c>anomaly score</c> holds meanwhile.</summary>
/// <param name="rows">Flows in the file.</param>
internal sealed class StreamCases(int rows) : IDisposable
{
    private const int ChunkRows = 100_000;

    private readonly Lazy<FlowTable> chunk = new(() => SyntheticFlows.Generate(FlowProfile.Bundled, Math.Min(ChunkRows, rows)));
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("anomaly-bench-");
    private string? csv;

    public IEnumerable<BenchCase> All()
    {
        foreach (string name in (string[])["reference-autoencoder", "wide-autoencoder"])
        {
            var fitted = new Lazy<DetectorBundle>(() => DetectorBundle.Fit(DetectorCatalog.Named(name), NormalFlows.Of(chunk.Value)));
            yield return Rate("memory", () => Enumerable.Repeat(chunk.Value, Math.Max(1, rows / chunk.Value.Count)));
            yield return Rate("a CSV file", () => FlowFiles.Batches(Csv(), FlowSchema.UnswNb15).Select(batch => batch.Flows));
            yield return Rate("a gzip file", () => FlowFiles.Batches(Gzip(), FlowSchema.UnswNb15).Select(batch => batch.Flows));
            yield return new BenchCase($"streaming, most memory held by 'anomaly score', {name}", "MB", false, null,
                () => MostMegabytes(fitted.Value));

            BenchCase Rate(string from, Func<IEnumerable<FlowTable>> batches) =>
                new($"streaming, scoring flows from {from}, {name}", "flows/s", true, null, () => FlowsPerSecond(fitted.Value, batches()));
        }
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static double FlowsPerSecond(DetectorBundle bundle, IEnumerable<FlowTable> batches)
    {
        long flows = 0, alarms = 0, start = Stopwatch.GetTimestamp();
        foreach (FlowTable batch in batches)
        {
            alarms += bundle.AreAlarms(batch).AsSpan().Count(true);
            flows += batch.Count;
        }

        return alarms < 0 ? double.NaN : flows / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    // Asked again and again while it runs: not every system tells of a process that has ended.
    private double MostMegabytes(DetectorBundle bundle)
    {
        string model = Path.Combine(folder.FullName, "model.safetensors"), scores = Path.Combine(folder.FullName, "scores.csv");
        bundle.Save(model);
        using Process score = Process.Start(new ProcessStartInfo(DotnetHost.Path, [typeof(StreamCases).Assembly.Location, "score", Csv(),
            "--model", model, "--out", scores]) { RedirectStandardError = true, UseShellExecute = false })!;
        score.ErrorDataReceived += (_, _) => { };
        score.BeginErrorReadLine();
        long most = 0;
        do
        {
            score.Refresh();
            if (!score.HasExited) most = Math.Max(most, score.PeakWorkingSet64);
        }
        while (!score.WaitForExit(5));
        return most / 1e6;
    }

    private string Csv()
    {
        if (csv is not null) return csv;
        csv = Path.Combine(folder.FullName, "flows.csv");
        using FileStream stream = File.Create(csv);
        FlowCsvFile.WriteHeader(stream);
        for (long first = 1; first <= rows; first += chunk.Value.Count) FlowCsvFile.WriteRows(chunk.Value, first, stream);
        return csv;
    }

    private string Gzip()
    {
        string path = Csv() + ".gz";
        if (File.Exists(path)) return path;
        using FileStream from = File.OpenRead(Csv()), to = File.Create(path);
        using var gzip = new GZipStream(to, CompressionLevel.Fastest);
        from.CopyTo(gzip);
        return path;
    }
}
