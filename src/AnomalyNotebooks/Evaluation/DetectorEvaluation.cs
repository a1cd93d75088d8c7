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

    private static readonly (string Name, DetectionMetric Metric)[] Ranking =
    [
        ("auroc", DetectionMetric.Auroc),
        ("averagePrecision", DetectionMetric.AveragePrecision()),
        ("averagePrecisionAt1", DetectionMetric.AveragePrecision(0.01)),
        ("averagePrecisionAt01", DetectionMetric.AveragePrecision(0.001)),
        ("tprAt01", DetectionMetric.TprAt(0.001)),
        ("tprAt05", DetectionMetric.TprAt(0.005)),
        ("tprAt1", DetectionMetric.TprAt(0.01)),
        ("tprAt5", DetectionMetric.TprAt(0.05)),
    ];

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
        IFlowDetector detector,
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
        IFlowDetector judged = withTtl ? detector : detector.WithoutTtl();
        DetectorTrial[] trials = [.. seeds.Select(seed => DetectorTrial.Run(judged, protocol.Split(flows, seed, training), half, cancellation))];
        return Summarise(protocol.Name, detector.Name, withTtl, trials, resamples);
    }

    /// <summary>The metrics of trials of one detector under one protocol, one trial a seed.</summary>
    public static EvaluationResult Summarise(string protocol, string detector, bool withTtl, IReadOnlyList<DetectorTrial> trials, int resamples = 200)
    {
        var values = new Dictionary<string, List<(double, double, double)>>();
        for (int t = 0; t < trials.Count; t++)
        {
            foreach ((string name, (double, double, double) value) in Measure(trials[t], (ulong)t, resamples))
            {
                if (!values.TryGetValue(name, out List<(double, double, double)>? list)) values[name] = list = [];
                list.Add(value);
            }
        }

        return new EvaluationResult(
            protocol, detector, withTtl, trials.Count,
            trials.Average(trial => trial.FitSeconds), trials.Average(trial => trial.ScoreSeconds),
            values.ToDictionary(pair => pair.Key, pair => MetricSummary.Of(pair.Value)));
    }

    private static IEnumerable<(string Name, (double Value, double Low, double High) Interval)> Measure(DetectorTrial trial, ulong seed, int resamples)
    {
        IReadOnlyList<BootstrapInterval> intervals =
            BootstrapInterval.Of(trial.Scores, trial.Judged.IsAttack, [.. Ranking.Select(ranking => ranking.Metric)], seed, resamples);
        for (int m = 0; m < Ranking.Length; m++) yield return (Ranking[m].Name, (intervals[m].Value, intervals[m].Low, intervals[m].High));

        foreach ((string suffix, double rate) in new[] { ("At1", 0.01), ("At5", 0.05) })
        {
            QuantileThreshold threshold = QuantileThreshold.Fit(trial.CalibrationScores, rate);
            ConfusionMatrix matrix = ConfusionMatrix.FromScores(trial.Scores, trial.Judged.IsAttack, threshold);
            int normals = trial.NormalScores.Length;
            yield return ($"achievedFpr{suffix}", Wilson(matrix.FalsePositiveRate, normals));
            yield return ($"renewedFpr{suffix}", Wilson(
                ThresholdRenewal.AchievedFalsePositiveRate(trial.CalibrationScores, trial.NormalScores, rate), normals));
            yield return ($"recall{suffix}", Wilson(matrix.Recall, trial.Scores.Length - normals));
            foreach (CategoryRecall category in CategoryRecall.Table(trial.Scores, trial.Judged.AttackCategory, threshold).OrderBy(c => c.Category, StringComparer.Ordinal))
                if (category.Category != "Normal") yield return ($"recall{suffix}.{category.Category}", Wilson(category.Recall, (int)category.Count));
        }
    }

    // Wilson's score interval of a proportion (Wilson, 1927), at 95 %.
    private static (double, double, double) Wilson(double share, int count)
    {
        const double z = 1.959963984540054;
        double shrink = 1 + (z * z / count), centre = (share + (z * z / (2 * count))) / shrink;
        double half = z / shrink * Math.Sqrt((share * (1 - share) / count) + (z * z / (4.0 * count * count)));
        return (share, Math.Max(0, centre - half), Math.Min(1, centre + half));
    }
}
