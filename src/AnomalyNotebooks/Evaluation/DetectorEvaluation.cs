namespace AnomalyNotebooks;

/// <summary>
/// Judges detectors under the named protocols. The metrics: <c>auroc</c>; <c>averagePrecision</c> as in the file, and at
/// prevalences of 1 % and 0.1 % (<c>averagePrecisionAt1</c>, <c>averagePrecisionAt01</c>); <c>tprAt01</c>, <c>tprAt05</c>, <c>tprAt1</c>,
/// <c>tprAt5</c>, the share of attacks found at false-positive rates of 0.1, 0.5, 1 and 5 %; <c>achievedFprAt1</c> and
/// <c>achievedFprAt5</c>, what rates asked for as 1 and 5 % come to when the threshold is a quantile of held-out normals, and
/// <c>renewedFprAt1</c> and <c>renewedFprAt5</c> when it is kept up to date (<see cref="ThresholdRenewal"/>);
/// <c>recallAt1</c> and <c>recallAt5</c> at these thresholds, and per category as in <c>recallAt1.Fuzzers</c>.
/// </summary>
public static class DetectorEvaluation
{
    /// <summary>The seeds of the published tables.</summary>
    public static IReadOnlyList<ulong> Seeds { get; } = [1, 2, 3, 4, 5];

    /// <summary>Fits and judges a detector once per seed.</summary>
    /// <param name="detector">The detector, with all features.</param>
    /// <param name="protocol">What is fitted on and judged by.</param>
    /// <param name="flows">The flows.</param>
    /// <param name="seeds">One trial each.</param>
    /// <param name="withTtl">Whether it may see the TTL features.</param>
    /// <param name="half">Which attacks to judge by.</param>
    /// <param name="training">The file of 175,341 flows, for the official protocol.</param>
    /// <param name="resamples">Bootstrap resamples per seed.</param>
    /// <param name="cancellation">Stops between or within fits.</param>
    public static EvaluationResult Run(
        IDetector detector,
        EvaluationProtocol protocol,
        FlowTable flows,
        IReadOnlyList<ulong> seeds,
        bool withTtl = true,
        AttackHalf half = AttackHalf.Final,
        FlowTable? training = null,
        int resamples = 200,
        CancellationToken cancellation = default)
    {
        if (seeds.Count == 0) throw new ArgumentException("At least one seed is needed.", nameof(seeds));
        IDetector judged = withTtl ? detector : detector.Without(flows.Schema.WithRole(ColumnRole.TimeToLive));
        DetectorTrial[] trials = [.. seeds.Select(seed => DetectorTrial.Run(judged, protocol.Split(flows, seed, training), half, cancellation))];
        return Summarise(protocol.Name, detector.Name, withTtl, trials, resamples);
    }

    /// <summary>The metrics of trials of one detector under one protocol, one trial a seed.</summary>
    public static EvaluationResult Summarise(string protocol, string detector, bool withTtl, IReadOnlyList<DetectorTrial> trials, int resamples = 200) =>
        Summarise(protocol, detector, withTtl, [.. trials.Select((trial, t) => MeasuredTrial.Of(trial, (ulong)t, resamples))]);

    /// <summary>The means over measured trials, one a seed.</summary>
    public static EvaluationResult Summarise(string protocol, string detector, bool withTtl, IReadOnlyList<MeasuredTrial> trials)
    {
        // A category may be missing under some seed, as where distinct vectors leave none of it.
        IEnumerable<string> names = trials.SelectMany(trial => trial.Metrics.Keys).Distinct(StringComparer.Ordinal);
        return new EvaluationResult(
            protocol, detector, withTtl, trials.Count,
            trials.Average(trial => trial.FitSeconds), trials.Average(trial => trial.ScoreSeconds),
            names.ToDictionary(name => name, name => MetricSummary.Of([.. trials.Where(trial => trial.Metrics.ContainsKey(name)).Select(trial => trial.Metrics[name])])));
    }
}
