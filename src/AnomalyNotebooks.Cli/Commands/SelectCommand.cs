using System.CommandLine;
using System.Globalization;

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
        var command = new Command("select",
            "Compare detectors without an attack: on anomalies made of normal flows, and on normal flows kept from the fit.") { candidates,
            seeds, data };
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
            Console.WriteLine($"AUROC, mean of {count} seeds. Chosen by the mean over the kinds kept from the fit; 'later': in file "
                + "order.\n");
            foreach (ArtificialAnomalies kind in benchmarks[0].Anomalies)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"* {kind.Kind}: {kind.Description} {kind.Flows.Count} flows."));

            var results = new List<SelectionResult>();
            foreach (IDetector detector in chosen)
            {
                results.Add(SelectionResult.Average([.. benchmarks.Select(benchmark => benchmark.Run(detector, cancellation))]));
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{results[^1].Detector}: {results[^1].Mean:F4}, "
                    + $"{results[^1].Seconds:F0} s a seed"));
            }

            Console.WriteLine();
            Console.Write(SelectionTable.Markdown(results));
            return Task.FromResult(0);
        });
        return command;
    }
}
