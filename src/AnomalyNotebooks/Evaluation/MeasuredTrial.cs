namespace AnomalyNotebooks;

/// <summary>What is kept of a <see cref="DetectorTrial"/> once it is over: each metric's value, and its values on resampled
/// flows.</summary>
/// <param name="Protocol">Name of the protocol.</param>
/// <param name="Seed">Seed of the trial.</param>
/// <param name="FitSeconds">Wall time of the fit.</param>
/// <param name="ScoreSeconds">Wall time of scoring all judged flows.</param>
/// <param name="Metrics">By metric: the value, and one value per resample.</param>
internal sealed record MeasuredTrial(
    string Protocol, ulong Seed, double FitSeconds, double ScoreSeconds,
        IReadOnlyDictionary<Metric, (double Value, double[] Resampled)> Metrics)
{
    /// <summary>Rate asked for where recall is told category by category.</summary>
    private const double RateOfCategories = 0.01;

    /// <summary>Measures a trial.</summary>
    public static MeasuredTrial Of(DetectorTrial trial, int resamples, CancellationToken cancellation = default)
    {
        FlowSplit split = trial.Split;
        int[] equalTest = NormalBlocks.EqualRows(split.TestTable), equalTraining = NormalBlocks.EqualRows(split.TrainingTable);
        // Flows of two files are never one observation.
        long shift = ReferenceEquals(split.TestTable, split.TrainingTable) ? 0 : 1L << 40;
        int[] rows = [.. split.TestNormals, .. split.Attacks(trial.Half)];
        long[] groups = [.. rows.Select(row => (long)equalTest[row])];
        (double[] calibration, long[] calibrationGroups) =
            Descending(trial.CalibrationScores, [.. split.Calibration.Select(row => equalTraining[row] + shift)]);

        CategoryColumn categories = split.TestTable.AttackCategory;
        bool[] isAttack = [.. rows.Select((_, i) => i >= split.TestNormals.Length)];
        RankedScores ranked = RankedScores.Of(trial.Scores, isAttack);
        Metric[] metrics =
        [
            .. Metric.Reported.Where(metric => !metric.UsesOwnThreshold || Allowed(calibration.Length, metric.Rate) >= 1),
            .. split.Attacks(trial.Half).Select(row => categories[row]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Where(_ => Allowed(calibration.Length, RateOfCategories) >= 1).Select(category =>
                    Metric.RecallFor(RateOfCategories, category)),
        ];
        int[] codes = [.. rows.Select(row => categories.Codes[row])];

        int[] ones = [.. Enumerable.Repeat(1, Math.Max(rows.Length, calibration.Length))];
        double[] values = Measure(ranked, ones.AsSpan(..rows.Length), ones.AsSpan(..calibration.Length));
        var resampled = new double[resamples][];
        ParallelWork.For(resamples, b =>
        {
            int[] weights = new int[rows.Length], calibrationWeights = new int[calibration.Length];
            Resampling.Weigh(groups, b, weights);
            Resampling.Weigh(calibrationGroups, b, calibrationWeights);
            resampled[b] = Measure(ranked.Reweighted(weights), weights, calibrationWeights);
        }, cancellation);
        return new MeasuredTrial(split.Protocol, split.Seed, trial.FitSeconds, trial.ScoreSeconds,
            metrics.Select((metric, m) => (metric, m)).ToDictionary(pair => pair.metric, pair =>
                (values[pair.m], resampled.Select(r => r[pair.m]).ToArray())));

        double[] Measure(RankedScores? weighted, ReadOnlySpan<int> weights, ReadOnlySpan<int> calibrationWeights)
        {
            var measured = new double[metrics.Length];
            var thresholds = new Dictionary<double, double>();
            for (int m = 0; m < metrics.Length; m++)
            {
                Metric metric = metrics[m];
                if (!metric.UsesOwnThreshold)
                {
                    measured[m] = weighted is null ? double.NaN : metric.Of(weighted);
                    continue;
                }

                if (!thresholds.TryGetValue(metric.Rate, out double threshold))
                    thresholds[metric.Rate] = threshold = Threshold(calibration, calibrationWeights, metric.Rate);
                int code = metric.Category is { } category ? categories.Values.IndexOf(category) : -1;
                (int from, int to) = metric.Kind == MetricKind.Fpr ? (0, split.TestNormals.Length)
                    : (split.TestNormals.Length, rows.Length);
                long flagged = 0, all = 0;
                for (int i = from; i < to; i++)
                {
                    if (code >= 0 && codes[i] != code) continue;
                    all += weights[i];
                    if (trial.Scores[i] > threshold) flagged += weights[i];
                }

                measured[m] = (double)flagged / all;
            }

            return measured;
        }
    }

    private static int Allowed(int count, double rate) => (int)Math.Floor(((count + 1) * rate) + 1e-9);

    // QuantileThreshold on weighted scores.
    private static double Threshold(double[] descending, ReadOnlySpan<int> weights, double rate)
    {
        int count = 0;
        foreach (int weight in weights) count += weight;
        int allowed = Math.Max(1, Allowed(count, rate)), above = 0;
        for (int i = 0; i < descending.Length; i++)
            if ((above += weights[i]) >= allowed) return descending[i];
        return descending[^1];
    }

    private static (double[] Scores, long[] Groups) Descending(double[] scores, long[] groups)
    {
        double[] keys = [.. scores.Select(score => -score)];
        Array.Sort(keys, groups);
        return ([.. keys.Select(key => -key)], groups);
    }
}
