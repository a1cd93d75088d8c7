using System.CommandLine;
using System.Globalization;
using System.Text;
using AnomalyNotebooks.Cli.Evaluating;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly select</c>: compares candidates for the best detector on normal flows alone.</summary>
internal static class SelectCommand
{
    public static Command Create()
    {
        var candidates = new Option<string>("--candidates")
        {
            Description = "catalogue (the detectors of 'evaluate'), swap-trees, autoencoders, ensembles, or all.",
            HelpName = "which",
            DefaultValueFactory = _ => "catalogue",
        };
        var seeds = new Option<int>("--seeds") { Description = "Number of seeds, from 1 on; what is shown are means.", HelpName = "n",
            DefaultValueFactory = _ => 2 };
        var data = new Option<string?>("--data") { Description = "The UNSW-NB15 file, or its folder. Default: UNSW_NB15_DIR, then data/.",
            HelpName = "path" };
        var output = new Option<string?>("--out") { Description = "Also write what is printed to this file (Markdown).",
            HelpName = "file" };
        var command = new Command("select",
            "Compare detectors using normal flows only: on anomalies made of normal flows, and on normal flows kept from the fit, "
                + "judged by normals at random and by those of another block.") { candidates, seeds, data, output };
        command.SetAction((parsed, cancellation) =>
        {
            IReadOnlyList<IDetector> chosen = parsed.GetValue(candidates) switch
            {
                "catalogue" => DetectorCatalog.All,
                "swap-trees" => SelectionCandidates.SwapTrees,
                "autoencoders" => SelectionCandidates.Autoencoders,
                "ensembles" => SelectionCandidates.Ensembles,
                "all" => SelectionCandidates.All,
                var other => throw new AnomalyException($"'{other}' is no list of candidates. There are catalogue, swap-trees, "
                    + "autoencoders, ensembles and all."),
            };

            // From here on there are normal flows only.
            FlowTable flows = FlowSource.Load(parsed.GetValue(data));
            NormalFlows normals = FlowSplit.SelectionNormals(flows); // no protocol judges by these
            int count = parsed.GetValue(seeds);
            if (count < 1) throw new AnomalyException($"--seeds is {count}: expected 1 or more.");
            SelectionBenchmark[] benchmarks = [.. Enumerable.Range(1, count).Select(seed => new SelectionBenchmark(normals, (ulong)seed))];
            var results = new List<SelectionResult>();
            foreach (IDetector detector in chosen)
            {
                results.Add(SelectionResult.Average([.. benchmarks.Select(benchmark => benchmark.Run(detector, cancellation))]));
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{results[^1].Detector}: {results[^1].Mean:F4}, "
                    + $"{results[^1].Seconds:F0} s a seed"));
            }

            string text = Text(flows, count, benchmarks[0].Anomalies, results);
            Console.Write(text);
            if (parsed.GetValue(output) is { } file) AtomicFile.WriteText(file, text);
            return Task.FromResult(0);
        });
        return command;
    }

    private static string Text(
        FlowTable flows, int seeds, IReadOnlyList<ArtificialAnomalies> anomalies, IReadOnlyList<SelectionResult> results)
    {
        var now = RunStamp.Now();
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""
            # Detectors compared using normal flows only

            Made by `anomaly select`: {flows.Origin.Title}, normals that no protocol judges by; {seeds} seed{(seeds == 1 ? "" : "s")};
            {now}, version {now.Version}; flows SHA-256 {flows.Fingerprint()};
            {now.Machine}.

            AUROC, mean of the seeds. Chosen by *mean*, that over the kinds kept from the fit. *other block*: judged by the normals of each
            of {SelectionArrangement.Blocks} contiguous blocks in turn, fitted on those of the others. *FPR for 1 %*: which share of these
            normals lies above a threshold that was set for one per cent on normals of the fit's own stretch.


            """));
        foreach (ArtificialAnomalies kind in anomalies)
            text.Append(CultureInfo.InvariantCulture, $"* {kind.Kind}: {kind.Description} {kind.Flows.Count} flows.\n");
        return text.Append('\n').Append(SelectionTable.Markdown(results)).ToString().ReplaceLineEndings("\n");
    }
}
