using System.Globalization;

namespace AnomalyNotebooks;

/// <summary>A metric, or a difference between two detectors, with what chance leaves open.</summary>
/// <param name="Mean">Mean over the seeds.</param>
/// <param name="Deviation">Standard deviation over the seeds (n - 1); 0 for one seed.</param>
/// <param name="Low">Lower end of the 95 % bootstrap interval: other flows and, with more than one seed, other seeds.</param>
/// <param name="High">Upper end of it.</param>
public sealed record MetricInterval(double Mean, double Deviation, double Low, double High)
{
    /// <summary>Whether 0 lies outside: only then is a difference called one.</summary>
    public bool ExcludesZero => Low > 0 || High < 0;

    /// <summary>Mean and interval.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Mean:F4} [{Low:F4}, {High:F4}]");

    /// <summary>Percentile interval (Efron and Tibshirani, 1993) of a mean over seeds: each resample of the flows is met by all seeds,
    /// and draws the seeds anew.</summary>
    /// <param name="values">One per seed.</param>
    /// <param name="resampled">Seeds by resamples: the values on the resampled flows.</param>
    /// <param name="level">Share of resamples within the interval.</param>
    internal static MetricInterval Of(IReadOnlyList<double> values, IReadOnlyList<double[]> resampled, double level = 0.95)
    {
        int seeds = values.Count;
        double mean = values.Sum() / seeds;
        double deviation = seeds < 2 ? 0 : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (seeds - 1));
        // Seeds drawn with replacement vary by (n - 1) / n of what seeds vary: the root makes up for it.
        double widen = seeds < 2 ? 0 : Math.Sqrt(seeds / (seeds - 1.0));
        var means = new double[resampled[0].Length];
        for (int b = 0; b < means.Length; b++)
        {
            SeededRandom random = SeededRandom.Fork(Resampling.Seed, (ulong)b);
            double all = 0, drawn = 0;
            for (int s = 0; s < seeds; s++)
            {
                all += resampled[s][b] / seeds;
                drawn += resampled[random.Next(seeds)][b] / seeds;
            }

            means[b] = all + (widen * (drawn - all));
        }

        means = [.. means.Where(double.IsFinite).Order()];
        if (means.Length == 0) return new MetricInterval(mean, deviation, double.NaN, double.NaN);
        double tail = (1 - level) / 2;
        return new MetricInterval(mean, deviation, Quantile(means, tail), Quantile(means, 1 - tail));
    }

    // Linear interpolation between order statistics, as numpy.quantile.
    private static double Quantile(double[] sorted, double share)
    {
        double position = share * (sorted.Length - 1);
        int below = (int)position;
        return below + 1 >= sorted.Length ? sorted[^1] : sorted[below] + ((position - below) * (sorted[below + 1] - sorted[below]));
    }
}
