using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Evaluating;
using AnomalyNotebooks.Cli.Ledger;
using AnomalyNotebooks.Cli.Scoring;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly evaluate</c>: judges detectors under the named protocols and prints and saves the table.</summary>
internal static class EvaluateCommand
{
    private const string All = "all", Considered = "considered", None = "none";

    private static readonly Option<string> Protocol = new("--protocol")
    {
        Description = $"How flows are split: {string.Join(", ", EvaluationProtocol.All.Select(p => p.Name))}, or all (those the files "
            + "allow).",
        HelpName = "name",
        DefaultValueFactory = _ => EvaluationProtocol.RandomHoldout.Name,
    };

    private static readonly Option<string> Detector = new("--detector")
    {
        Description = $"Which detector: {string.Join(", ", DetectorCatalog.All.Select(d => d.Name))}, best, or all; or considered, the "
            + "variants that 'select' compares.",
        HelpName = "name",
        DefaultValueFactory = _ => DetectorCatalog.BestName,
    };

    // What the ledger keeps of each detector under each protocol.
    private static readonly Metric[] Kept = [Metric.Auroc, Metric.FprFor(0.01), Metric.RecallFor(0.01),
        Metric.FprFor(0.01).Later(), Metric.RecallFor(0.01).Later()];

    private static readonly Option<bool> WithoutTtl = new("--without-ttl") { Description = "Leave the TTL features out." };

    private static readonly Option<string> Later = new("--later")
    {
        Description = "For which detectors a threshold for other traffic is set beside the one on held-out normals, from stretches of "
            + "normals that five more fits leave out: best, all or none.",
        HelpName = "which",
        DefaultValueFactory = _ => DetectorCatalog.BestName,
    };

    private static readonly Option<int> Seeds = new("--seeds") { Description = "Number of seeds, from 1 on.", HelpName = "n",
        DefaultValueFactory = _ => 5 };

    private static readonly Option<int> Resamples = new("--resamples")
    {
        Description = "Bootstrap resamples, 20 or more.",
        HelpName = "n",
        DefaultValueFactory = _ => 500,
    };

    private static readonly Option<AttackHalf> Half = new("--half")
    {
        Description = "Which attacks to judge by: development, or final (the published half; each use is written into "
            + "data/results/final-half.log.json).",
        HelpName = "half",
        DefaultValueFactory = _ => AttackHalf.Development,
    };

    private static readonly Option<string?> Data =
        new("--data") { Description = "The flows, or the folder of both UNSW-NB15 files. Default: UNSW_NB15_DIR, then data/.",
        HelpName = "path" };
    private static readonly Option<string?> Train = new("--train") { Description = "A file to fit on, with --test: its normals.",
        HelpName = "file" };
    private static readonly Option<string?> Test = new("--test") { Description = "A file to judge by, with --train.", HelpName = "file" };
    private static readonly Option<string?> Schema = new("--schema")
    {
        Description = "What the columns of --data, or of --train and --test, are: a schema's name or file. Default: found by the columns.",
        HelpName = "file",
    };

    private static readonly Option<string?> Json = new("--json") { Description = "Save the results here as JSON.", HelpName = "file" };
    private static readonly Option<string?> Times = new("--times") { Description = "Save the seconds of fits and scoring here as JSON.",
        HelpName = "file" };
    private static readonly Option<string?> Part =
        new("--part") { Description = "Do one part of several only, such as 3/10, and save it with --json.", HelpName = "k/n" };

    private static readonly Option<string[]> Merge = new("--merge")
    {
        Description = "Put parts together, run anywhere in any order: the same file, bit for bit, as one run.",
        HelpName = "files",
        AllowMultipleArgumentsPerToken = true,
    };

    public static Command Create()
    {
        var command = new Command("evaluate",
            "Judge detectors that were fitted on normals alone: false alarms and recall at thresholds set beforehand, AUROC, average "
            + "precision.")
        {
            Protocol, Detector, WithoutTtl, Later, Seeds, Half, Data, Train, Test, Schema, Json, Times, Part, Merge, Resamples,
        };
        command.SetAction((parsed, cancellation) => RunLedger.RecordAsync(parsed, entry => Run(parsed, entry, cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, LedgerEntry entry, CancellationToken cancellation)
    {
        foreach (Option<string?> written in (Option<string?>[])[Json, Times])
        {
            OutputPlace.RequireNotRead(written.Name, parsed.GetValue(written), [parsed.GetValue(Data), parsed.GetValue(Train),
                parsed.GetValue(Test), parsed.GetValue(Schema), .. parsed.GetValue(Merge) ?? []]);
        }

        if (parsed.GetValue(Merge) is { Length: > 0 } parts)
        {
            EvaluationFile merged = EvaluationPart.Merge([.. parts.Select(file => (file, ReadPart(file)))]);
            Finish(merged, parsed.GetValue(Json), entry);
            return ExitCode.Ok;
        }

        int count = parsed.GetValue(Seeds), resamples = parsed.GetValue(Resamples);
        if (count < 1) throw new AnomalyException($"--seeds is {count}: expected 1 or more.");
        if (resamples < 20) throw new AnomalyException($"--resamples is {resamples}: expected 20 or more.");
        (int Number, int Of)? part = parsed.GetValue(Part) is { } text ? EvaluationPart.Parse(text) : null;
        if (part is not null && parsed.GetValue(Json) is null)
            throw new AnomalyException("A part is of use only where it is saved: add --json FILE.");
        AttackHalf half = parsed.GetValue(Half);
        IReadOnlyList<IDetector> detectors = Detectors(parsed.GetValue(Detector)!, half);
        (FlowTable flows, FlowTable? training, IReadOnlyList<EvaluationProtocol> protocols) = Load(parsed);
        IReadOnlyList<string> leftOut = parsed.GetValue(WithoutTtl) ? flows.Schema.WithRole(ColumnRole.TimeToLive) : [];
        if (parsed.GetValue(WithoutTtl) && leftOut.Count == 0)
            throw new AnomalyException($"{flows.Schema.Name} has no time-to-live column to leave out.");
        var plan = new EvaluationPlan(protocols, detectors, leftOut, [.. Enumerable.Range(1, count).Select(seed => (ulong)seed)],
            ForLater(parsed.GetValue(Later)!, detectors));
        Provenance provenance = Provenance.Of(flows, training, half, plan, resamples);
        Note(provenance, entry);
        WarnOfLeaks(flows);
        if (protocols.Contains(EvaluationProtocol.Block)) Console.Error.WriteLine($"block: {NormalBlocks.Of(flows).Remark}");
        if (half == AttackHalf.Final) FinalHalfLog.Add(Workspace.Root, provenance, parsed.GetValue(Part));

        var trials = new List<NamedTrial>();
        bool isStopped = false;
        try
        {
            foreach (EvaluationJob job in plan.Jobs(part ?? (1, 1)))
            {
                foreach (NamedTrial trial in job.Run(flows, training, half, resamples, cancellation))
                {
                    trials.Add(trial);
                    Console.Error.WriteLine(Progress(trial));
                }
            }
        }
        catch (OperationCanceledException) when (part is null)
        {
            isStopped = true;
            ulong[] finished = [.. plan.Seeds.Where(seed => trials.Count(trial => trial.Trial.Seed == seed) == protocols.Count
                * detectors.Count)];
            Console.Error.WriteLine($"Stopped: {finished.Length} of {count} seeds are finished{(finished.Length > 0 ? " and kept" : "")}.");
            if (finished.Length == 0) return ExitCode.Stopped;
            provenance = provenance with { Seeds = finished };
        }

        if (part is { } which)
        {
            AtomicFile.WriteText(parsed.GetValue(Json)!, new EvaluationPart(which.Number, which.Of, provenance, trials).Write());
            Console.WriteLine($"part {which.Number} of {which.Of}: {trials.Count} trials in {parsed.GetValue(Json)}");
            return ExitCode.Ok;
        }

        if (parsed.GetValue(Times) is { } times) AtomicFile.WriteText(times, EvaluationTimes.Of(provenance, trials).Write());
        Finish(EvaluationFile.Of(provenance, trials), parsed.GetValue(Json), entry);
        return isStopped ? ExitCode.Stopped : ExitCode.Ok;
    }

    private static void Note(Provenance provenance, LedgerEntry entry)
    {
        entry.Data = provenance.Data.Title;
        entry.Fingerprint = provenance.Data.Fingerprint;
        foreach ((string name, JsonNode? value) in provenance.ToJson())
            if (name is "half" or "protocols" or "detectors" or "ttl" or "later" or "seeds" or "resamples") entry.Set(name, value);
        if (provenance.Training is { } training) entry.Set("training", training.Fingerprint);
    }

    private static void Finish(EvaluationFile file, string? json, LedgerEntry entry)
    {
        Note(file.Provenance, entry);
        foreach (EvaluationResult result in file.Results)
            foreach (Metric metric in Kept.Where(result.Metrics.ContainsKey))
                entry.Got($"{result.Protocol}, {result.Detector}: {metric.Name}", result[metric].Mean);
        if (json is not null) AtomicFile.WriteText(json, file.Write());
        Console.WriteLine($"{file.Provenance}\n");
        Console.Write(EvaluationTable.Markdown(file.Results));
        Console.WriteLine($"\n{EvaluationTable.Note}");
        foreach (DetectorDifference difference in file.Differences)
        {
            MetricInterval auroc = difference.Metrics[Metric.Auroc];
            Console.WriteLine($"{difference.Protocol}: AUROC of {difference.Detector} less that of {difference.Than}: "
                + $"{auroc}{(auroc.ExcludesZero ? "" : ", no difference")}");
        }
    }

    private static (FlowTable Flows, FlowTable? Training, IReadOnlyList<EvaluationProtocol> Protocols) Load(ParseResult parsed)
    {
        string name = parsed.GetValue(Protocol)!;
        FlowSchema? schema = SchemaChoice.Of(parsed.GetValue(Schema));
        (string? train, string? test, string? path) = (parsed.GetValue(Train), parsed.GetValue(Test), parsed.GetValue(Data));
        if (train is null != test is null)
            throw new AnomalyException("--train and --test go together: one file to fit on, one to judge by.");
        if (train is not null)
        {
            if (path is not null) throw new AnomalyException("--data names one table, --train and --test two: give the one or the others.");
            return (Labelled(test!, schema), Labelled(train, schema, toJudge: false), [EvaluationProtocol.TrainTest]);
        }

        if (name == EvaluationProtocol.TrainTest.Name)
            throw new AnomalyException("The protocol train-test needs --train FILE and --test FILE.");
        if (schema is not null && path is null) throw new AnomalyException("--schema says what a file is: name the file by --data.");
        FlowTable flows = File.Exists(path) ? Labelled(path, schema) : FlowSource.Load(path);
        bool both = name is All && (path is null || Directory.Exists(path))
            && FlowSource.Find(path).Any(file => file.Partition == FlowPartition.OfficialTraining);
        IReadOnlyList<EvaluationProtocol> protocols = name != All
            ? [EvaluationProtocol.Named(name)]
            : [.. EvaluationProtocol.All.Where(protocol => !protocol.NeedsBothFiles || (both && protocol == EvaluationProtocol.Official))];
        FlowTable? training = protocols.Any(p => p.NeedsBothFiles) ? FlowSource.LoadPartition(FlowPartition.OfficialTraining, path) : null;
        return (flows, training, protocols);
    }

    // Without labels there is nothing to judge by; to fit on, normal flows are enough.
    private static FlowTable Labelled(string path, FlowSchema? schema, bool toJudge = true)
    {
        FlowTable flows = ScoringOptions.Load(path, schema);
        foreach (string warning in flows.Warnings) Console.Error.WriteLine($"warning: {SafeText.Plain(warning)}");
        int attacks = flows.IsAttack.Count(attack => attack);
        if (attacks < flows.Count && (attacks > 0 || !toJudge)) return flows;
        string found = attacks == 0 ? "none of them is an attack" : "all of them are attacks";
        string labels = flows.IsLabelled
            ? $"by {string.Join(" and ", flows.Schema.LabelColumns.Select(SafeText.Plain))} {found}" : "they have no labels";
        throw new AnomalyException($"{SafeText.Plain(path)}: {flows.Count.ToString("N0", CultureInfo.InvariantCulture)} flows, and "
            + $"{labels}: an evaluation needs normal flows and attacks. 'fit' and 'score' need no labels; a schema says "
            + "which texts mean normal.");
    }

    private static IReadOnlyList<IDetector> Detectors(string name, AttackHalf half) => name switch
    {
        All => DetectorCatalog.All,
        Considered when half == AttackHalf.Final => throw new AnomalyException(
            "Variants that were considered are judged by the development half of the attacks: leave --half final away. The final half is "
                + "for what was chosen."),
        Considered => [.. SelectionCandidates.SwapTrees, .. SelectionCandidates.Autoencoders],
        _ => [DetectorCatalog.Named(name)],
    };

    private static string[] ForLater(string which, IReadOnlyList<IDetector> detectors) => which switch
    {
        DetectorCatalog.BestName => [.. detectors.Select(detector => detector.Name).Where(name => name == DetectorCatalog.Best.Name)],
        All => [.. detectors.Select(detector => detector.Name)],
        None => [],
        _ => throw new AnomalyException($"--later {which}: expected best, all or none."),
    };

    private static EvaluationPart ReadPart(string file) => File.Exists(file)
        ? EvaluationPart.Read(RegularFile.Text(file))
        : throw new AnomalyException($"{file}: no such file.");

    private static string Progress(NamedTrial trial)
    {
        string Shown(Metric metric) => trial.Trial.Metrics.TryGetValue(metric, out (double Value, double[] Resampled) value)
            ? value.Value.ToString("F4", CultureInfo.InvariantCulture)
            : "unknown";
        return string.Create(CultureInfo.InvariantCulture,
            $"seed {trial.Trial.Seed}, {trial.Trial.Protocol}, {trial.Detector}: AUROC {Shown(Metric.Auroc)}, 1 % asked: FPR "
                + $"{Shown(Metric.FprFor(0.01))}, recall {Shown(Metric.RecallFor(0.01))} (fit {trial.Trial.FitSeconds:F1} s, score "
                + $"{trial.Trial.ScoreSeconds:F1} s)");
    }

    private static void WarnOfLeaks(FlowTable flows)
    {
        foreach (string warning in LeakageCheck.Warnings(flows)) Console.Error.WriteLine($"warning: {warning}");
    }
}
