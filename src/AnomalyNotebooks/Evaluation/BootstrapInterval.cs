using System.Globalization;

namespace AnomalyNotebooks;

/// <summary>A metric with its bootstrap percentile interval (Efron and Tibshirani, 1993): what another sample of flows might have given.</summary>
/// <param name="Metric">Name of the metric.</param>
/// <param name="Value">Its value on the flows at hand.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
/// <param name="Level">Share of resamples within, such as 0.95.</param>
internal sealed record BootstrapInterval(string Metric, double Value, double Low, double High, double Level)
{
    /// <summary>One interval per metric, from the same resamples. Normals and attacks are drawn apart, as many as there are.</summary>
    /// <param name="scores">One finite score per flow.</param>
    /// <param name="isAttack">One label per flow.</param>
    /// <param name="metrics">What to measure.</param>
    /// <param name="seed">Fixes the resamples: equal seeds give equal bits, whatever the number of threads.</param>
    /// <param name="resamples">How many; at least 20.</param>
    /// <param name="level">Share of resamples within the interval.</param>
    /// <exception cref="AnomalyException">No normals, or no attacks.</exception>
    /// <exception cref="ArgumentException">Lengths differ, or a score is NaN or infinite.</exception>
    public static IReadOnlyList<BootstrapInterval> Of(
        ReadOnlySpan<double> scores, ReadOnlySpan<bool> isAttack, IReadOnlyList<DetectionMetric> metrics, ulong seed, int resamples = 1000, double level = 0.95)
    {
        ScoreArrays.RequireShare(level, nameof(level));
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 20);
        RankedScores ranked = RankedScores.Of(scores, isAttack); // sorted once; a resample only changes the counts

        var measured = new double[metrics.Count][];
        for (int m = 0; m < metrics.Count; m++) measured[m] = new double[resamples];
        Parallel.For(0, resamples, i =>
        {
            RankedScores resample = ranked.Resample(SeededRandom.Fork(seed, (ulong)i));
            for (int m = 0; m < metrics.Count; m++) measured[m][i] = metrics[m].Of(resample);
        });

        var intervals = new BootstrapInterval[metrics.Count];
        for (int m = 0; m < metrics.Count; m++)
        {
            Array.Sort(measured[m]);
            double tail = (1 - level) / 2;
            intervals[m] = new BootstrapInterval(metrics[m].Name, metrics[m].Of(ranked), Quantile(measured[m], tail), Quantile(measured[m], 1 - tail), level);
        }

        return intervals;
    }

    /// <summary>The interval of one metric.</summary>
    /// <inheritdoc cref="Of(ReadOnlySpan{double}, ReadOnlySpan{bool}, IReadOnlyList{DetectionMetric}, ulong, int, double)"/>
    public static BootstrapInterval Of(
        ReadOnlySpan<double> scores, ReadOnlySpan<bool> isAttack, DetectionMetric metric, ulong seed, int resamples = 1000, double level = 0.95) =>
        Of(scores, isAttack, [metric], seed, resamples, level)[0];

    /// <summary>The value and its interval.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Metric} {Value:F4} [{Low:F4}, {High:F4}]");

    // Linear interpolation between order statistics, as numpy.quantile.
    private static double Quantile(double[] sorted, double share)
    {
        double position = share * (sorted.Length - 1);
        int below = (int)position;
        return below + 1 >= sorted.Length ? sorted[^1] : sorted[below] + ((position - below) * (sorted[below + 1] - sorted[below]));
    }
}
