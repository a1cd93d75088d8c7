using AnomalyNotebooks.Tests.Detectors;

namespace AnomalyNotebooks.Tests.Evaluation;

public sealed class EvaluationResultTest
{
    private static readonly FlowTable Flows = TestFlows.Make(2000, 200);
    private static readonly DetectorTrial[] Trials = [.. new ulong[] { 1, 2, 3 }.Select(seed => Trial(seed))];

    [Fact]
    public void The_metrics_are_those_of_the_scores_averaged_over_the_seeds()
    {
        EvaluationResult result = EvaluationResult.Of("gaussian", Trials, resamples: 50);
        double[] aurocs = [.. Trials.Select(trial => RocCurve.Between(trial.NormalScores, trial.AttackScores).Auroc)];
        ConfusionMatrix[] matrices = [.. Trials.Select(trial => ConfusionMatrix.FromScores(
            trial.Scores, trial.Judged.IsAttack, QuantileThreshold.Fit(trial.CalibrationScores, 0.05)))];

        Assert.Equal(aurocs.Average(), result[Metric.Auroc].Mean, 1e-12);
        Assert.Equal(Math.Sqrt(aurocs.Sum(a => Math.Pow(a - aurocs.Average(), 2)) / 2), result[Metric.Auroc].Deviation, 1e-12);
        Assert.Equal(matrices.Average(matrix => matrix.FalsePositiveRate), result[Metric.FprFor(0.05)].Mean, 1e-12);
        Assert.Equal(matrices.Average(matrix => matrix.Recall), result[Metric.RecallFor(0.05)].Mean, 1e-12);
        Assert.Equal(Trials.Average(trial => Metric.TprAt(0.01).Of(trial.Scores, trial.Judged.IsAttack)), result[Metric.TprAt(0.01)]
            .Mean, 1e-12);
        Assert.Contains(Metric.RecallFor(0.01, "Mixed"), result.Metrics.Keys);
        Assert.All(result.Metrics.Values, interval => Assert.InRange(interval.Mean, interval.Low - 0.05, interval.High + 0.05));
    }

    [Fact]
    public void Rates_for_later_traffic_are_those_at_the_threshold_of_left_out_blocks()
    {
        var run = new EvaluationRun(Flows, seed: 1);
        IDetector detector = new PcaDetector();
        DetectorTrial plain = run.Trial(detector, EvaluationProtocol.Block),
            trial = run.Trial(detector, EvaluationProtocol.Block, forLater: true);
        EvaluationResult result = EvaluationResult.Of("pca", [trial], resamples: 50);

        Assert.Equal(plain.Scores, trial.Scores);
        Assert.Throws<AnomalyException>(() => plain.LaterThreshold());
        Assert.DoesNotContain(Metric.FprFor(0.01).Later(), EvaluationResult.Of("pca", [plain], resamples: 20).Metrics.Keys);
        foreach (bool keen in (bool[])[false, true])
        {
            var matrix = ConfusionMatrix.FromScores(trial.Scores, trial.Judged.IsAttack, trial.LaterThreshold(0.05, keen));
            MetricInterval rate = result[Metric.FprFor(0.05).Later(keen)];
            Assert.Equal(matrix.FalsePositiveRate, rate.Mean, 1e-12);
            Assert.Equal(matrix.Recall, result[Metric.RecallFor(0.05).Later(keen)].Mean, 1e-12);
            Assert.True(rate.Low <= rate.Mean && rate.Mean <= rate.High && rate.Low < rate.High, rate.ToString());
        }

        Assert.True(trial.LaterThreshold(0.05, keen: true).Value <= trial.LaterThreshold(0.05).Value);
        Assert.All(result.Metrics.Keys, metric => Assert.Equal(metric, Metric.OfKey(metric.Key)));
        Assert.Throws<InvalidOperationException>(() => Metric.Auroc.Later());
    }

    [Fact]
    public void Equal_trials_give_equal_bits_whatever_the_number_of_threads() => Assert.Equal(
        EvaluationResult.Of("one", Trials, resamples: 50).Metrics.Values,
        ThreadLimit.Run(1, () => EvaluationResult.Of("other", Trials, resamples: 50).Metrics.Values));

    [Fact]
    public void A_detector_does_not_differ_from_itself_and_from_a_much_worse_one_it_does()
    {
        EvaluationResult sharp = EvaluationResult.Of("sharp", Trials, resamples: 50);
        EvaluationResult blunt = EvaluationResult.Of("blunt", [.. Trials.Select(trial => Trial(trial.Split.Seed, shift: 0.1))],
            resamples: 50);

        Assert.False(EvaluationResult.Difference(sharp, sharp, Metric.Auroc).ExcludesZero);
        MetricInterval difference = EvaluationResult.Difference(sharp, blunt, Metric.Auroc);
        Assert.True(difference.Low > 0, difference.ToString());
        Assert.Equal(sharp[Metric.Auroc].Mean - blunt[Metric.Auroc].Mean, difference.Mean, 1e-12);
        Assert.Throws<ArgumentException>(() => EvaluationResult.Difference(sharp, EvaluationResult.Of("fewer", Trials[..1], resamples: 50),
            Metric.Auroc));
    }

    [Fact]
    public void Flows_that_are_copied_do_not_narrow_an_interval()
    {
        FlowTable once = TestFlows.Make(1000, 100),
            copied = once.Take([.. Enumerable.Range(0, 1100).SelectMany(row => Enumerable.Repeat(row, 8))]);
        double Width(FlowTable flows)
        {
            MetricInterval auroc = EvaluationResult.Of("x", [Trial(1, 1, flows)], resamples: 200)[Metric.Auroc];
            return auroc.High - auroc.Low;
        }

        Assert.InRange(Width(copied) / Width(once), 0.7, 1.5);
    }

    [Fact]
    public void About_95_percent_of_the_intervals_hold_the_truth()
    {
        const double Truth = 0.76025; // P(N(1,1) > N(0,1)) = Phi(1 / sqrt 2)
        var random = new SeededRandom(3);
        int hits = 0;
        for (int sample = 0; sample < 200; sample++)
        {
            bool[] labels = [.. Enumerable.Range(0, 150).Select(i => i % 2 == 0)];
            double[] scores = [.. labels.Select(attack => random.NextGaussian() + (attack ? 1 : 0))];
            RankedScores ranked = RankedScores.Of(scores, labels);
            long[] groups = [.. Enumerable.Range(0, 150).Select(i => (sample * 1000L) + i)];
            var resampled = new double[200];
            var weights = new int[150];
            for (int b = 0; b < resampled.Length; b++)
            {
                Resampling.Weigh(groups, b, weights);
                resampled[b] = ranked.Reweighted(weights)!.Auroc();
            }

            MetricInterval interval = MetricInterval.Of([ranked.Auroc()], [resampled]);
            if (interval.Low <= Truth && Truth <= interval.High) hits++;
        }

        Assert.InRange(hits, 178, 199);
    }

    [Fact]
    public void Seeds_that_differ_widen_the_interval()
    {
        double[] still = [.. Enumerable.Range(0, 100).Select(b => 0.9 + (0.0001 * (b % 10)))];
        MetricInterval alike = MetricInterval.Of([0.9, 0.9, 0.9], [still, still, still]);
        MetricInterval apart = MetricInterval.Of([0.8, 0.9, 1.0],
            [[.. still.Select(x => x - 0.1)], still, [.. still.Select(x => x + 0.1)]]);

        Assert.True(alike.High - alike.Low < 0.002);
        Assert.InRange(apart.High - apart.Low, 0.1, 0.3);
        Assert.Equal(0.1, apart.Deviation, 1e-12);
    }

    [Fact]
    public void Keys_say_what_they_are_and_are_read_again()
    {
        (Metric Metric, string Key)[] keys =
        [
            (Metric.Auroc, "auroc"), (Metric.TprAt(fpr: 0.01), "tprAtFpr0.01"), (Metric.TprAt(fpr: 0.001), "tprAtFpr0.001"),
            (Metric.AveragePrecision(), "averagePrecision"), (Metric.AveragePrecision(0.01), "averagePrecisionAtPrevalence0.01"),
            (Metric.FprFor(asked: 0.05), "fprAtThreshold0.05"), (Metric.RecallFor(asked: 0.01, "Fuzzers"), "recallAtThreshold0.01.Fuzzers"),
        ];
        Assert.All(keys, pair => Assert.Equal(pair.Key, pair.Metric.Key));
        Assert.All(keys, pair => Assert.Equal(pair.Metric, Metric.OfKey(pair.Key)));
        Assert.Throws<AnomalyException>(() => Metric.OfKey("tprAt01"));
        Assert.Equal("TPR at 5 % FPR", Metric.TprAt(0.05).Name);
    }

    [Fact]
    public void What_was_not_measured_is_named()
    {
        EvaluationResult result = EvaluationResult.Of("gaussian", Trials, resamples: 50);
        Assert.Contains("TPR at 3 % FPR", Assert.Throws<AnomalyException>(() => result[Metric.TprAt(0.03)]).Message,
            StringComparison.Ordinal);
        Assert.Throws<AnomalyException>(() => Metric.FprFor(0.01).Of([1, 2], [true, false]));
    }

    // Scores that attacks have a little higher, with noise that belongs to the flow.
    private static DetectorTrial Trial(ulong seed, double shift = 1, FlowTable? flows = null) =>
        DetectorTrial.Run(new Noisy(shift), FlowSplit.RandomHoldout(flows ?? Flows, seed));

    private sealed record Noisy(double Shift) : IDetector
    {
        public string Name => "noisy";

        public IFittedDetector Fit(NormalFlows training, NormalFlows heldOut, ulong seed, CancellationToken cancellation = default) =>
            new ScriptedDetector(Name, flows => [.. Enumerable.Range(0, flows.Count).Select(row =>
                new SeededRandom(BitConverter.DoubleToUInt64Bits(flows.Number("dur")[row])).NextGaussian()
                    + (flows.IsAttack[row] ? Shift : 0))]);

        public IDetector Without(IReadOnlyCollection<string> columns) => this;
    }
}
