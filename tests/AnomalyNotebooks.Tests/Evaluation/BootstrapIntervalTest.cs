namespace AnomalyNotebooks.Tests.Evaluation;

public sealed class BootstrapIntervalTest
{
    private static readonly DetectionMetric[] Metrics = [DetectionMetric.Auroc, DetectionMetric.AveragePrecision(0.01), DetectionMetric.TprAt(0.05)];

    [Fact]
    public void Equal_seeds_give_equal_bits_and_other_seeds_others()
    {
        (double[] scores, bool[] labels) = Sample(new SeededRandom(1), 200);
        IReadOnlyList<BootstrapInterval> a = BootstrapInterval.Of(scores, labels, Metrics, seed: 5, resamples: 100);
        Assert.Equal(a, BootstrapInterval.Of(scores, labels, Metrics, seed: 5, resamples: 100));
        Assert.NotEqual(a[0], BootstrapInterval.Of(scores, labels, Metrics, seed: 6, resamples: 100)[0]);
    }

    [Fact]
    public void The_value_is_that_of_the_metric_and_lies_within()
    {
        (double[] scores, bool[] labels) = Sample(new SeededRandom(2), 300);
        foreach (DetectionMetric metric in Metrics)
        {
            BootstrapInterval interval = BootstrapInterval.Of(scores, labels, metric, seed: 1, resamples: 200);
            Assert.Equal(metric.Evaluate(scores, labels), interval.Value);
            Assert.InRange(interval.Value, interval.Low, interval.High);
            Assert.True(interval.Low < interval.High);
        }
    }

    [Fact]
    public void About_95_percent_of_the_intervals_hold_the_truth()
    {
        const double Truth = 0.76025; // P(N(1,1) > N(0,1)) = Phi(1 / sqrt 2)
        var random = new SeededRandom(3);
        int hits = 0;
        for (int trial = 0; trial < 200; trial++)
        {
            (double[] scores, bool[] labels) = Sample(random, 150);
            BootstrapInterval interval = BootstrapInterval.Of(scores, labels, DetectionMetric.Auroc, (ulong)trial, resamples: 200);
            if (interval.Low <= Truth && Truth <= interval.High) hits++;
        }

        Assert.InRange(hits, 178, 199);
    }

    [Fact]
    public void Metrics_have_names_for_tables() =>
        Assert.Equal(["AUROC", "AP at 1 % attacks", "TPR at 5 % FPR"], Metrics.Select(x => x.Name));

    private static (double[] Scores, bool[] Labels) Sample(SeededRandom random, int count)
    {
        bool[] labels = [.. Enumerable.Range(0, count).Select(i => i % 2 == 0)];
        return ([.. labels.Select(attack => random.NextGaussian() + (attack ? 1 : 0))], labels);
    }
}
