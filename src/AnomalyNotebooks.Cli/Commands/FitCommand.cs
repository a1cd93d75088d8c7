using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using AnomalyNotebooks.Cli.Ledger;
using AnomalyNotebooks.Cli.Scoring;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly fit</c>: learns what is normal in a file of flows and saves the detector with its threshold.</summary>
internal static class FitCommand
{
    public static Command Create()
    {
        var flows = new Argument<string>("flows") { Description = "A file of flows, or - for standard input." };
        var output = new Option<string>("--out") { Description = "Where to save the detector, such as model.safetensors.",
            HelpName = "file", Required = true };
        var detector = new Option<string>("--detector")
        {
            Description = $"Which detector: {string.Join(", ", DetectorCatalog.All.Select(d => d.Name))}, or best.",
            HelpName = "name",
            DefaultValueFactory = _ => DetectorCatalog.BestName,
        };
        Option<string?> normal = ScoringOptions.Normal();
        var rate = new Option<double>("--rate") { Description = "The false-positive rate to choose the threshold for, between 0 and 1.",
            HelpName = "rate", DefaultValueFactory = _ => 0.01 };
        var threshold = new Option<string>("--threshold")
        {
            Description = "later: for later traffic, from stretches of normals that five more fits leave out; same: for traffic like "
                + "this, from one flow in five kept back, quickly.",
            HelpName = "kind",
            DefaultValueFactory = _ => "later",
        };
        var seed = new Option<ulong>("--seed") { Description = "Fixes every random choice.", HelpName = "n", DefaultValueFactory = _ => 1 };
        var most = new Option<int>("--most")
        {
            Description = "Normal flows to keep at most; of more a sample, drawn by the seed while they are read: memory does not grow "
                + "with the file.",
            HelpName = "n",
            DefaultValueFactory = _ => ScoringOptions.MostNormals,
        };
        var schema = new Option<string?>("--schema") { Description =
            "What the columns are: a schema's name or file. Default: found by the columns.", HelpName = "file" };
        var command = new Command("fit", "Learn what is normal in a file of flows, and save the detector with its threshold.") { flows,
            output, detector, schema, normal, rate, threshold, seed, most };
        command.SetAction((parsed, cancellation) => RunLedger.RecordAsync(parsed, entry =>
        {
            OutputPlace.RequireNotRead("--out", parsed.GetValue(output), parsed.GetValue(flows), parsed.GetValue(schema));
            IDetector chosen = DetectorCatalog.Named(parsed.GetValue(detector)!);
            if (parsed.GetValue(rate) is not (> 0 and < 1))
                throw new UsageException($"--rate: expected a number between 0 and 1, such as 0.01.");
            bool forLater = parsed.GetValue(threshold) switch
            {
                "later" => true,
                "same" => false,
                var other => throw new UsageException($"--threshold {other}: expected later or same."),
            };
            if (parsed.GetValue(most) < 1) throw new UsageException($"--most is {parsed.GetValue(most)}: expected 1 or more.");
            (NormalFlows normals, long all) = ScoringOptions.Normals(parsed.GetValue(flows)!, SchemaChoice.Of(parsed.GetValue(schema)),
                parsed.GetValue(normal), parsed.GetValue(most), parsed.GetValue(seed));
            entry.Data = normals.Table.Origin.Title;
            entry.Fingerprint = normals.Table.Fingerprint();
            entry.Set("detector", chosen.Name);
            entry.Set("rate", parsed.GetValue(rate));
            entry.Set("threshold", parsed.GetValue(threshold));
            entry.Set("seed", parsed.GetValue(seed));
            entry.Set("most", parsed.GetValue(most));
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fitting {chosen.Name} on {normals.Count:N0} normal "
                + $"flows ..."));
            if (NormalSample.Default.Note(normals.Count) is { } note) Console.Error.WriteLine($"note: {note}");
            var watch = Stopwatch.StartNew();
            RequireDifferences(normals);
            using var progress = new RowProgress($"fitting {chosen.Name}");
            double fits = 1 + (forLater ? LeftOutBlocks.DefaultRounds : 0), done = 0;
            var watched = new WatchedDetector(chosen, fitted => progress.Add(fitted, ++done / fits));
            DetectorBundle bundle = DetectorBundle.Fit(watched, normals, parsed.GetValue(seed), parsed.GetValue(rate), forLater: forLater,
                cancellation: cancellation);
            progress.Dispose();
            string file = parsed.GetValue(output)!;
            bundle.Save(file);
            entry.Got("normal flows", normals.Count);
            entry.Got("threshold", bundle.Threshold.Value);
            string of = all > normals.Count ? all.ToString("' of '#,0", CultureInfo.InvariantCulture) : "";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
                detector   {bundle.Name}, seed {bundle.Seed}
                fitted on  {SafeText.Plain(bundle.DataTitle)}: {normals.Count:N0}{of} normal flows, one in five of them kept back
                threshold  {bundle.Threshold}
                time       {watch.Elapsed.TotalSeconds:F1} s
                saved      {Workspace.Shorten(file)}, {new FileInfo(file).Length / 1e6:F1} MB
                """));
            return ExitCode.Ok;
        }));
        return command;
    }

    private static void RequireDifferences(NormalFlows normals)
    {
        bool Varies(FlowColumn column) => column.IsText ? normals.Table.Category(column.Name).Codes.Distinct().Count() > 1
            : normals.Table.Number(column.Name).Distinct().Count() > 1;
        if (!normals.Table.Schema.Features.Any(Varies))
            throw new AnomalyException(string.Create(CultureInfo.InvariantCulture, $"The {normals.Count:N0} normal flows are all alike in "
                + $"{string.Join(", ", normals.Table.Schema.FeatureNames.Take(8).Select(SafeText.Plain))}: there is nothing to learn. Give "
                + $"flows that differ, or a schema with more features."));
    }
}
