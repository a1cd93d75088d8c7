using System.Buffers;

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
        long[] Groups(int[] held) => [.. held.Select(row => equalTraining[row] + shift)];
        var sources = new Dictionary<ThresholdSource, HeldScores>
        {
            [ThresholdSource.HeldOut] = HeldScores.Of(trial.CalibrationScores, Groups(split.Calibration), null),
        };
        if (trial.LeftOut is { } left)
        {
            var blocks = HeldScores.Of(left.Scores, Groups(DetectorTrial.LeftOutRows(split)), left.Blocks);
            sources.Add(ThresholdSource.LeftOutBlocks, blocks with { Blocks = null });
            sources.Add(ThresholdSource.KeenBlocks, blocks);
        }

        CategoryColumn categories = split.TestTable.AttackCategory;
        bool[] isAttack = [.. rows.Select((_, i) => i >= split.TestNormals.Length)];
        RankedScores ranked = RankedScores.Of(trial.Scores, isAttack);
        Metric[] metrics =
        [
            .. Metric.Reported.Concat(Metric.ReportedLater).Where(metric => !metric.UsesOwnThreshold
                || (sources.TryGetValue(metric.Source, out HeldScores? held) && held.Supports(metric.Rate))),
            .. split.Attacks(trial.Half).Select(row => categories[row]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Where(_ => sources[ThresholdSource.HeldOut].Supports(RateOfCategories)).Select(category =>
                    Metric.RecallFor(RateOfCategories, category)),
        ];
        int[] codes = [.. rows.Select(row => categories.Codes[row])];

        int[] ones = [.. Enumerable.Repeat(1, rows.Length)];
        double[] values = Measure(ranked, ones, null);
        var resampled = new double[resamples][];
        ParallelWork.For(resamples, b =>
        {
            int[] rented = ArrayPool<int>.Shared.Rent(rows.Length);
            Span<int> weights = rented.AsSpan(0, rows.Length);
            Resampling.Weigh(groups, b, weights);
            resampled[b] = Measure(ranked.Reweighted(weights), weights, b);
            ArrayPool<int>.Shared.Return(rented);
        }, cancellation);
        return new MeasuredTrial(split.Protocol, split.Seed, trial.FitSeconds, trial.ScoreSeconds,
            metrics.Select((metric, m) => (metric, m)).ToDictionary(pair => pair.metric, pair =>
                (values[pair.m], resampled.Select(r => r[pair.m]).ToArray())));

        double[] Measure(RankedScores? weighted, ReadOnlySpan<int> weights, int? resample)
        {
            var measured = new double[metrics.Length];
            var counted = new Dictionary<(ThresholdSource, double), long[]>();
            long[] all = Above(double.NegativeInfinity, weights);
            for (int m = 0; m < metrics.Length; m++)
            {
                Metric metric = metrics[m];
                if (!metric.UsesOwnThreshold)
                {
                    measured[m] = weighted is null ? double.NaN : metric.Of(weighted);
                    continue;
                }

                if (!counted.TryGetValue((metric.Source, metric.Rate), out long[]? flagged))
                    counted[(metric.Source, metric.Rate)] = flagged =
                        Above(sources[metric.Source].Threshold(metric.Rate, resample), weights);
                int code = metric.Category is { } category ? categories.Values.IndexOf(category) : -1;
                measured[m] = metric.Kind == MetricKind.Fpr ? (double)flagged[^1] / all[^1]
                    : code >= 0 ? (double)flagged[code] / all[code]
                    : (double)flagged.SkipLast(1).Sum() / all.SkipLast(1).Sum();
            }

            return measured;
        }

        // How many flows score above a threshold: attacks by category, then normals.
        long[] Above(double threshold, ReadOnlySpan<int> weights)
        {
            var above = new long[categories.Values.Count + 1];
            for (int i = 0; i < rows.Length; i++)
                if (trial.Scores[i] > threshold) above[isAttack[i] ? codes[i] : ^1] += weights[i];
            return above;
        }
    }

    /// <summary>Scores of normals that thresholds are set on, highest first.</summary>
    /// <param name="Scores">The scores.</param>
    /// <param name="Groups">The group of equal flows of each: what is drawn again.</param>
    /// <param name="Blocks">The block of each where every block has a threshold of its own, and their mean is meant.</param>
    private sealed record HeldScores(double[] Scores, long[] Groups, int[]? Blocks)
    {
        public static HeldScores Of(double[] scores, long[] groups, int[]? blocks)
        {
            int[] order = [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i])];
            return new HeldScores([.. order.Select(i => scores[i])], [.. order.Select(i => groups[i])],
                blocks is null ? null : [.. order.Select(i => blocks[i])]);
        }

        public bool Supports(double rate) => Allowed(Scores.Length, rate) >= 1;

        /// <summary>The threshold on these scores, or on a resample of them.</summary>
        public double Threshold(double rate, int? resample)
        {
            int[] weights = ArrayPool<int>.Shared.Rent(Scores.Length);
            if (resample is { } b) Resampling.Weigh(Groups, b, weights.AsSpan(0, Scores.Length));
            else Array.Fill(weights, 1);
            double threshold = Threshold(rate, weights);
            ArrayPool<int>.Shared.Return(weights);
            return threshold;
        }

        private double Threshold(double rate, int[] weights)
        {
            if (Blocks is not { } blocks)
                return Highest(Enumerable.Range(0, Scores.Length), weights, count => Math.Max(1, Allowed(count, rate)));
            double[] own = [.. Enumerable.Range(0, Scores.Length).GroupBy(i => blocks[i])
                .Where(block => block.Any(i => weights[i] > 0)).OrderBy(block => block.Key)
                .Select(block => Highest([.. block], weights, count => (int)Math.Floor(count * rate) + 1))];
            return own.Sum() / own.Length;
        }

        private static int Allowed(int count, double rate) => (int)Math.Floor(((count + 1) * rate) + 1e-9);

        // The k-th highest score, k by the number of scores, each counted as often as it was drawn.
        private double Highest(IEnumerable<int> places, int[] weights, Func<int, int> k)
        {
            int wanted = k(places.Sum(i => weights[i])), above = 0;
            double last = double.NaN;
            foreach (int i in places)
            {
                last = Scores[i];
                if ((above += weights[i]) >= wanted) break;
            }

            return last;
        }
    }
}
