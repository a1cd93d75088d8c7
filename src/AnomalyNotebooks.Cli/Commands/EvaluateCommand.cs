using System.CommandLine;
using System.Globalization;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly evaluate</c>: judges detectors under the named protocols and prints and saves the table.</summary>
internal static class EvaluateCommand
{
    private const string All = "all", Considered = "considered";

    public static Command Create()
    {
        var protocol = new Option<string>("--protocol")
        {
            Description = $"How flows are parted: {string.Join(", ", EvaluationProtocol.All.Select(p => p.Name))}, or all (those the files allow).",
            HelpName = "name",
            DefaultValueFactory = _ => EvaluationProtocol.RandomHoldout.Name,
        };
        var detector = new Option<string>("--detector")
        {
            Description = $"Which detector: {string.Join(", ", DetectorCatalog.All.Select(d => d.Name))}, best, or all; or considered, the variants that 'select' compares.",
            HelpName = "name",
            DefaultValueFactory = _ => DetectorCatalog.BestName,
        };
        var withoutTtl = new Option<bool>("--without-ttl") { Description = "Leave the TTL features out." };
        var seeds = new Option<int>("--seeds") { Description = "Number of seeds, from 1 on.", HelpName = "n", DefaultValueFactory = _ => DetectorEvaluation.Seeds.Count };
        var half = new Option<AttackHalf>("--half")
        {
            Description = "Which attacks to judge by: final (the published half) or development.",
            HelpName = "half",
            DefaultValueFactory = _ => AttackHalf.Final,
        };
        var data = new Option<string?>("--data") { Description = "The UNSW-NB15 file, or the folder of both. Default: UNSW_NB15_DIR, then data/.", HelpName = "path" };
        var json = new Option<string?>("--json") { Description = "Save the results here as JSON.", HelpName = "file" };

        var command = new Command("evaluate", "Judge detectors that were fitted on normals alone: AUROC, average precision, recall and alarm rates.")
        {
            protocol, detector, withoutTtl, seeds, half, data, json,
        };
        command.SetAction((parsed, cancellation) =>
        {
            string? path = parsed.GetValue(data);
            int count = parsed.GetValue(seeds);
            if (count < 1) throw new AnomalyException($"--seeds is {count}: expected 1 or more.");

            FlowTable flows = FlowSource.Load(path);
            IReadOnlyList<EvaluationProtocol> protocols = Protocols(parsed.GetValue(protocol)!, path);
            FlowTable? training = protocols.Any(p => p.NeedsBothFiles) ? FlowSource.LoadPartition(FlowPartition.OfficialTraining, path) : null;
            IReadOnlyList<IDetector> detectors = Detectors(parsed.GetValue(detector)!, parsed.GetValue(half));
            ulong[] seedList = [.. Enumerable.Range(1, count).Select(seed => (ulong)seed)];

            WarnOfLeaks(flows);
            bool withTtl = !parsed.GetValue(withoutTtl);
            (IDetector Detector, string Name, EvaluationProtocol Protocol, List<MeasuredTrial> Trials)[] rows = Rows(protocols, detectors, withTtl);
            var results = new List<EvaluationResult>();
            foreach (ulong seed in seedList)
            {
                // Of one seed to the next only the metrics are kept.
                var run = new EvaluationRun(flows, seed, parsed.GetValue(half), training);
                foreach ((IDetector d, string name, EvaluationProtocol p, List<MeasuredTrial> trials) in rows)
                {
                    MeasuredTrial trial = MeasuredTrial.Of(run.Trial(d, p, cancellation), seed);
                    trials.Add(trial);
                    Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"seed {seed}, {p.Name}, {name}: AUROC {trial.Metrics["auroc"].Value:F4}, TPR at 1 % {trial.Metrics["tprAt1"].Value:F3}"));
                }

                results = [.. rows.Select(row => DetectorEvaluation.Summarise(row.Protocol.Name, row.Name, withTtl, row.Trials))];
                if (parsed.GetValue(json) is { } file) Save(file, results);
            }

            Console.WriteLine(FormattableString.Invariant($"{flows.Origin.Title}, {parsed.GetValue(half).ToString().ToLowerInvariant()} half of the attacks, {count} seed{(count == 1 ? "" : "s")}\n"));
            Console.Write(EvaluationTable.Markdown(results));
            return Task.FromResult(0);
        });
        return command;
    }

    // Members of ensembles without TTL features must be the same objects as the detectors, or they would be fitted twice.
    private static (IDetector Detector, string Name, EvaluationProtocol Protocol, List<MeasuredTrial> Trials)[] Rows(
        IReadOnlyList<EvaluationProtocol> protocols, IReadOnlyList<IDetector> detectors, bool withTtl)
    {
        var judged = new Dictionary<IDetector, IDetector>(ReferenceEqualityComparer.Instance);
        IDetector Judged(IDetector detector)
        {
            if (withTtl) return detector;
            if (judged.TryGetValue(detector, out IDetector? known)) return known;
            return judged[detector] = detector is DetectorEnsemble ensemble
                ? new DetectorEnsemble(ensemble.Name, [.. ensemble.Members.Select(Judged)]) { Weights = ensemble.Weights }
                : detector.Without(FlowSchema.UnswNb15.WithRole(ColumnRole.TimeToLive));
        }

        return [.. protocols.SelectMany(p => detectors.Select(d => (Judged(d), d.Name, p, new List<MeasuredTrial>())))];
    }

    private static IReadOnlyList<IDetector> Detectors(string name, AttackHalf half) => name switch
    {
        All => DetectorCatalog.All,
        Considered when half == AttackHalf.Final => throw new AnomalyException(
            "Variants that were considered are judged by the development half of the attacks: add --half development. The final half is for what was chosen."),
        Considered => [.. SelectionCandidates.SwapTrees, .. SelectionCandidates.Autoencoders],
        _ => [DetectorCatalog.Named(name)],
    };

    private static IReadOnlyList<EvaluationProtocol> Protocols(string name, string? data)
    {
        if (name != All) return [EvaluationProtocol.Named(name)];
        bool both = FlowSource.Find(data).Any(file => file.Partition == FlowPartition.OfficialTraining);
        return [.. EvaluationProtocol.All.Where(protocol => both || !protocol.NeedsBothFiles)];
    }

    private static void WarnOfLeaks(FlowTable flows)
    {
        FeatureMatrix features = FeaturePipeline.Raw.Fit(flows).Transform(flows);
        foreach (string warning in LeakageCheck.Warnings(features, flows.IsAttack)) Console.Error.WriteLine($"warning: {warning}");
    }

    private static void Save(string file, IReadOnlyList<EvaluationResult> results) =>
        AtomicFile.WriteText(file, EvaluationJson.Write(results));
}
