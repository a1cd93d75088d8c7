namespace AnomalyNotebooks;

/// <summary>What is kept of a <see cref="DetectorTrial"/> once it is over: its metrics (<see cref="DetectorEvaluation"/> lists them) and times.</summary>
/// <param name="FitSeconds">Wall time of the fit.</param>
/// <param name="ScoreSeconds">Wall time of scoring all judged flows.</param>
/// <param name="Metrics">By name: value, and the ends of its 95 % interval.</param>
public sealed record MeasuredTrial(double FitSeconds, double ScoreSeconds, IReadOnlyDictionary<string, (double Value, double Low, double High)> Metrics)
{
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

    /// <summary>Measures a trial.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="seed">Fixes the bootstrap.</param>
    /// <param name="resamples">Bootstrap resamples.</param>
    public static MeasuredTrial Of(DetectorTrial trial, ulong seed, int resamples = 200)
    {
        var metrics = new Dictionary<string, (double, double, double)>(StringComparer.Ordinal);
        IReadOnlyList<BootstrapInterval> intervals =
            BootstrapInterval.Of(trial.Scores, trial.Judged.IsAttack, [.. Ranking.Select(ranking => ranking.Metric)], seed, resamples);
        for (int m = 0; m < Ranking.Length; m++) metrics[Ranking[m].Name] = (intervals[m].Value, intervals[m].Low, intervals[m].High);

        foreach ((string suffix, double rate) in new[] { ("At1", 0.01), ("At5", 0.05) })
        {
            QuantileThreshold threshold = QuantileThreshold.Fit(trial.CalibrationScores, rate);
            ConfusionMatrix matrix = ConfusionMatrix.FromScores(trial.Scores, trial.Judged.IsAttack, threshold);
            int normals = trial.NormalScores.Length;
            metrics[$"achievedFpr{suffix}"] = Wilson(matrix.FalsePositiveRate, normals);
            metrics[$"renewedFpr{suffix}"] = Wilson(
                ThresholdRenewal.AchievedFalsePositiveRate(trial.CalibrationScores, trial.NormalScores, rate), normals);
            metrics[$"recall{suffix}"] = Wilson(matrix.Recall, trial.Scores.Length - normals);
            foreach (CategoryRecall category in CategoryRecall.Table(trial.Scores, trial.Judged.AttackCategory, threshold).OrderBy(c => c.Category, StringComparer.Ordinal))
                if (category.Category != FlowSchema.Normal) metrics[$"recall{suffix}.{category.Category}"] = Wilson(category.Recall, (int)category.Count);
        }

        return new MeasuredTrial(trial.FitSeconds, trial.ScoreSeconds, metrics);
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
