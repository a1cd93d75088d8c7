namespace AnomalyNotebooks;

/// <summary>
/// Trials of one seed that share their fits: a detector fitted once is judged under every protocol that fits on the same flows, and
/// an ensemble is joined from members that were fitted by themselves.
/// </summary>
/// <param name="flows">The flows to judge by, and to fit on where the protocol needs no second table.</param>
/// <param name="seed">Seed of splits and fits.</param>
/// <param name="training">The flows to fit on, for protocols of two files.</param>
/// <param name="share">The share of every part of a split to keep, above 0; 1 keeps all (<see cref="FlowSplit.Thin"/>).</param>
public sealed class EvaluationRun(FlowTable flows, ulong seed, FlowTable? training = null, double share = 1)
{
    private const int FewestOfPart = 400; // fewer held-out normals hardly set a threshold for 1 %

    private readonly Dictionary<string, FlowSplit> splits = new(StringComparer.Ordinal);
    private readonly List<(IDetector Detector, DetectorTrial Trial)> fitted = [];

    /// <summary>Which attacks to judge by.</summary>
    internal AttackHalf Half { get; init; }

    /// <summary>Fits a detector, unless it was fitted on the same flows before, and judges it.</summary>
    /// <param name="detector">The detector, with or without TTL features as it is.</param>
    /// <param name="protocol">What is fitted on and judged by.</param>
    /// <param name="forLater">Whether blocks of normals are left out in turn, five more fits, so that the trial has a threshold for another
    /// stretch of traffic (<see cref="DetectorTrial.LaterThreshold"/>).</param>
    /// <param name="cancellation">Stops fit and scoring.</param>
    public DetectorTrial Trial(
        IDetector detector, EvaluationProtocol protocol, bool forLater = false, CancellationToken cancellation = default)
    {
        DetectorTrial trial = Judged(detector, protocol, cancellation);
        if (!forLater || trial.LeftOut is not null) return trial;
        trial = trial.LeaveBlocksOut(detector, cancellation);
        fitted.RemoveAll(entry => ReferenceEquals(entry.Detector, detector) && entry.Trial.IsFittedOn(trial.Split));
        fitted.Add((detector, trial));
        return trial;
    }

    /// <summary>How a protocol splits the flows.</summary>
    public FlowSplit Split(EvaluationProtocol protocol) => splits.TryGetValue(protocol.Name, out FlowSplit? known)
        ? known
        : splits[protocol.Name] = protocol.Split(flows, seed, training).Thin(share, FewestOfPart);

    private DetectorTrial Judged(IDetector detector, EvaluationProtocol protocol, CancellationToken cancellation)
    {
        FlowSplit split = Split(protocol);
        DetectorTrial? known = fitted.FirstOrDefault(entry => ReferenceEquals(entry.Detector, detector) && entry.Trial.IsFittedOn(split))
            .Trial;
        if (known is not null) return known.JudgedBy(split);
        DetectorTrial trial = detector is DetectorEnsemble ensemble
            ? DetectorTrial.Join(ensemble, [.. ensemble.Members.Select(member => Judged(member, protocol, cancellation))], cancellation)
            : DetectorTrial.Run(detector, split, Half, cancellation: cancellation);
        fitted.Add((detector, trial));
        return trial;
    }
}
