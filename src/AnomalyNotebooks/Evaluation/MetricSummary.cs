using System.Globalization;

namespace AnomalyNotebooks;

/// <summary>A metric over several seeds.</summary>
/// <param name="Mean">Mean over the seeds.</param>
/// <param name="Sd">Standard deviation over the seeds (n - 1); 0 for one seed.</param>
/// <param name="Low">Lower end of the 95 % interval that another sample of flows might give, mean over the seeds: bootstrap
/// percentiles for measures of order, Wilson's interval for rates at a threshold.</param>
/// <param name="High">Upper end of it.</param>
public sealed record MetricSummary(double Mean, double Sd, double Low, double High)
{
    /// <summary>Mean and standard deviation.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Mean:F4} ± {Sd:F4}");

    internal static MetricSummary Of(IReadOnlyList<(double Value, double Low, double High)> seeds)
    {
        double mean = 0, low = 0, high = 0, squares = 0;
        foreach ((double value, double from, double to) in seeds)
        {
            mean += value / seeds.Count;
            low += from / seeds.Count;
            high += to / seeds.Count;
        }

        foreach ((double value, _, _) in seeds) squares += (value - mean) * (value - mean);
        return new MetricSummary(mean, seeds.Count > 1 ? Math.Sqrt(squares / (seeds.Count - 1)) : 0, low, high);
    }
}
