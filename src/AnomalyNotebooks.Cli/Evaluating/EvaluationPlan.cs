namespace AnomalyNotebooks.Cli.Evaluating;

/// <summary>What an evaluation fits and judges, cut into jobs that know nothing of each other.</summary>
/// <param name="Protocols">Under which protocols.</param>
/// <param name="Detectors">The detectors, with all features.</param>
/// <param name="LeftOut">Columns that they do not see: those of the time to live, or none.</param>
/// <param name="Seeds">One trial each.</param>
/// <param name="Later">Names of the detectors that get a threshold for another stretch of traffic too, by five more fits.</param>
internal sealed record EvaluationPlan(
    IReadOnlyList<EvaluationProtocol> Protocols, IReadOnlyList<IDetector> Detectors, IReadOnlyList<string> LeftOut,
    IReadOnlyList<ulong> Seeds, IReadOnlyList<string> Later)
{
    // Members of ensembles without TTL features must be the same objects as the detectors, or they would be fitted twice.
    private readonly Dictionary<IDetector, IDetector> withoutTtl = new(ReferenceEqualityComparer.Instance);

    // These are fitted on the same flows.
    private static readonly string[] SameFit = ["random-holdout", "distinct-normals", "distinct-attacks", "distinct"];

    /// <summary>Whether the detectors see the TTL features.</summary>
    public bool Ttl => LeftOut.Count == 0;

    /// <summary>The jobs, seed by seed.</summary>
    public IReadOnlyList<EvaluationJob> Jobs()
    {
        EvaluationProtocol[][] fits = [.. Protocols.GroupBy(p => SameFit.Contains(p.Name) ? SameFit[0] : p.Name, StringComparer.Ordinal)
            .Select(g => g.ToArray())];
        IReadOnlyList<(IDetector Detector, string Name)[]> families = Families();
        return [.. from seed in Seeds from fit in fits from family in families select new EvaluationJob(seed, fit, family, Later)];
    }

    /// <summary>The jobs of one part of several: every n-th.</summary>
    public IReadOnlyList<EvaluationJob> Jobs((int Number, int Of) part) => [.. Jobs().Where((_, i) => i % part.Of == part.Number - 1)];

    // Detectors that share members are fitted in one place.
    private List<(IDetector Detector, string Name)[]> Families()
    {
        var families = new List<(HashSet<IDetector> Members, List<IDetector> Detectors)>();
        foreach (IDetector detector in Detectors)
        {
            HashSet<IDetector> members = new(ReferenceEqualityComparer.Instance) { detector };
            if (detector is DetectorEnsemble ensemble) members.UnionWith(ensemble.Members);
            (HashSet<IDetector> Members, List<IDetector> Detectors) family = (members, []);
            foreach ((HashSet<IDetector> Members, List<IDetector> Detectors) kin in families.Where(known =>
                known.Members.Overlaps(members)).ToList())
            {
                family.Members.UnionWith(kin.Members);
                family.Detectors.AddRange(kin.Detectors);
                families.Remove(kin);
            }

            family.Detectors.Add(detector);
            families.Add(family);
        }

        return [.. families.Select(family => family.Detectors.Select(detector => (Judged(detector), detector.Name)).ToArray())];
    }

    private IDetector Judged(IDetector detector)
    {
        if (Ttl) return detector;
        if (withoutTtl.TryGetValue(detector, out IDetector? known)) return known;
        return withoutTtl[detector] = detector is DetectorEnsemble ensemble
            ? new DetectorEnsemble(ensemble.Name, [.. ensemble.Members.Select(Judged)]) { Weights = ensemble.Weights }
            : detector.Without(LeftOut);
    }
}

/// <summary>Fits of one seed, and what is judged by them.</summary>
internal sealed record EvaluationJob(ulong Seed, IReadOnlyList<EvaluationProtocol> Protocols,
    IReadOnlyList<(IDetector Detector, string Name)> Detectors, IReadOnlyList<string> Later)
{
    /// <summary>Fits and judges; of one trial to the next only what was measured is kept.</summary>
    public IEnumerable<NamedTrial> Run(FlowTable flows, FlowTable? training, AttackHalf half, int resamples, CancellationToken cancellation)
    {
        var run = new EvaluationRun(flows, Seed, training) { Half = half };
        foreach ((IDetector detector, string name) in Detectors)
            foreach (EvaluationProtocol protocol in Protocols)
                yield return new NamedTrial(name, MeasuredTrial.Of(
                    run.Trial(detector, protocol, Later.Contains(name), cancellation), resamples, cancellation));
    }
}

/// <summary>A measured trial and whose it is.</summary>
internal sealed record NamedTrial(string Detector, MeasuredTrial Trial);
