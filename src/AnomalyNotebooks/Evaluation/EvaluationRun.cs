namespace AnomalyNotebooks;

/// <summary>
/// Trials of one seed that share their fits: a detector fitted once is judged under every protocol that fits on the same flows, and
/// an ensemble is joined from members that were fitted by themselves.
/// </summary>
public sealed class EvaluationRun
{
    private const int FewestOfPart = 100;

    private readonly FlowTable flows;
    private readonly FlowTable? training;
    private readonly AttackHalf half;
    private readonly ulong seed;
    private readonly double share;
    private readonly Dictionary<string, FlowSplit> splits = new(StringComparer.Ordinal);
    private readonly List<(IDetector Detector, DetectorTrial Trial)> fitted = [];

    /// <summary>Prepares for trials.</summary>
    /// <param name="flows">The flows to judge by, and but for the official protocol to fit on.</param>
    /// <param name="seed">Seed of splits and fits.</param>
    /// <param name="half">Which attacks to judge by.</param>
    /// <param name="training">The file of 175,341 flows, for the official protocol.</param>
    /// <param name="share">The share of every part of a split to keep, above 0; 1 keeps all (<see cref="FlowSplit.Thin"/>).</param>
    public EvaluationRun(FlowTable flows, ulong seed, AttackHalf half = AttackHalf.Final, FlowTable? training = null, double share = 1)
    {
        this.flows = flows;
        this.seed = seed;
        this.half = half;
        this.training = training;
        this.share = share;
    }

    /// <summary>Fits a detector, unless it was fitted on the same flows before, and judges it.</summary>
    /// <param name="detector">The detector, with or without TTL features as it is.</param>
    /// <param name="protocol">What is fitted on and judged by.</param>
    /// <param name="cancellation">Stops the fit.</param>
    public DetectorTrial Trial(IDetector detector, EvaluationProtocol protocol, CancellationToken cancellation = default)
    {
        if (!splits.TryGetValue(protocol.Name, out FlowSplit? split)) splits[protocol.Name] = split = protocol.Split(flows, seed, training).Thin(share, FewestOfPart);
        DetectorTrial? known = fitted.FirstOrDefault(entry => ReferenceEquals(entry.Detector, detector) && entry.Trial.IsFittedOn(split)).Trial;
        if (known is not null) return known.JudgedBy(split, half);
        DetectorTrial trial = detector is DetectorEnsemble ensemble
            ? DetectorTrial.Join(ensemble, [.. ensemble.Members.Select(member => Trial(member, protocol, cancellation))])
            : DetectorTrial.Run(detector, split, half, cancellation);
        fitted.Add((detector, trial));
        return trial;
    }
}
