using System.CommandLine;
using System.Globalization;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly select</c>: compares candidates for the best detector on normal flows alone.</summary>
internal static class SelectCommand
{
    // The last normals of the file are what the file-order protocol judges by.
    private const double ShareOfNormals = 0.7;

    public static Command Create()
    {
        var candidates = new Option<string>("--candidates")
        {
            Description = "catalogue (the detectors of 'evaluate'), swap-trees, autoencoders, ensembles, or all.",
            HelpName = "which",
            DefaultValueFactory = _ => "catalogue",
        };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the parts and the artificial anomalies.", HelpName = "n", DefaultValueFactory = _ => 1UL };
        var data = new Option<string?>("--data") { Description = "The UNSW-NB15 file, or its folder. Default: UNSW_NB15_DIR, then data/.", HelpName = "path" };
        var command = new Command("select", "Compare detectors without an attack: on anomalies made of normal flows, and on normal flows kept from the fit.") { candidates, seed, data };
        command.SetAction((parsed, cancellation) =>
        {
            IReadOnlyList<IFlowDetector> chosen = parsed.GetValue(candidates) switch
            {
                "catalogue" => DetectorCatalog.All,
                "swap-trees" => SelectionCandidates.SwapTrees,
                "autoencoders" => SelectionCandidates.Autoencoders,
                "ensembles" => SelectionCandidates.Ensembles,
                "all" => SelectionCandidates.All,
                var other => throw new AnomalyException($"'{other}' is no list of candidates. There are catalogue, swap-trees, autoencoders, ensembles and all."),
            };

            // From here on there are normal flows only.
            FlowTable flows = FlowSource.Load(parsed.GetValue(data));
            int[] rows = flows.NormalRows();
            var normals = NormalFlows.Take(flows, rows.AsSpan(..(int)(rows.Length * ShareOfNormals)));
            var benchmark = new SelectionBenchmark(normals, parsed.GetValue(seed));
            foreach (ArtificialAnomalies kind in benchmark.Anomalies)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind.Kind}: {kind.Description} {kind.Flows.Count} flows."));

            var results = new List<SelectionResult>();
            foreach (IFlowDetector detector in chosen)
            {
                results.Add(benchmark.Run(detector, cancellation));
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{results[^1].Detector}: {results[^1].Mean:F4} in {results[^1].Seconds:F0} s"));
            }

            Console.WriteLine();
            Console.Write(SelectionTable.Markdown(results));
            return Task.FromResult(0);
        });
        return command;
    }
}
