namespace AnomalyNotebooks;

/// <summary>How a detector did under a protocol, over one or more seeds.</summary>
public sealed class EvaluationResult
{
    private readonly IReadOnlyList<MeasuredTrial> trials;

    internal EvaluationResult(
        string protocol, string detector, bool ttl, int seeds, IReadOnlyDictionary<Metric, MetricInterval> metrics,
        IReadOnlyList<MeasuredTrial>? trials = null)
    {
        (Protocol, Detector, Ttl, Seeds, Metrics, this.trials) = (protocol, detector, ttl, seeds, metrics, trials ?? []);
    }

    /// <summary>Name of the <see cref="EvaluationProtocol"/>.</summary>
    public string Protocol { get; }

    /// <summary>Name of the detector.</summary>
    public string Detector { get; }

    /// <summary>Whether it saw the TTL features.</summary>
    public bool Ttl { get; }

    /// <summary>Number of seeds.</summary>
    public int Seeds { get; }

    /// <summary>What was measured: <see cref="Metric.Reported"/>, without those for whose threshold there are too few held-out normals, and
    /// recall by attack category.</summary>
    public IReadOnlyDictionary<Metric, MetricInterval> Metrics { get; }

    /// <summary>The metric, with its interval.</summary>
    /// <exception cref="AnomalyException">It was not measured.</exception>
    public MetricInterval this[Metric metric] => Metrics.TryGetValue(metric, out MetricInterval? interval)
        ? interval
        : throw new AnomalyException($"'{metric}' was not measured. There are {string.Join(", ", Metrics.Keys)}.");

    /// <summary>Measures trials of one detector under one protocol, one a seed.</summary>
    /// <param name="detector">Its name.</param>
    /// <param name="trials">The trials, one or more.</param>
    /// <param name="ttl">Whether it saw the TTL features.</param>
    /// <param name="resamples">Bootstrap resamples; equal numbers give equal bits.</param>
    public static EvaluationResult Of(string detector, IReadOnlyList<DetectorTrial> trials, bool ttl = true, int resamples = 500)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 20);
        return Of(detector, [.. trials.Select(trial => MeasuredTrial.Of(trial, resamples))], ttl);
    }

    /// <summary>How much more one detector has of a metric than another, with the interval of that difference: both are measured on the
    /// same resampled flows and seeds.</summary>
    /// <exception cref="ArgumentException">The two were not judged under the same protocol and seeds, or were read from a file.</exception>
    public static MetricInterval Difference(EvaluationResult one, EvaluationResult other, Metric metric)
    {
        bool isPaired = one.Protocol == other.Protocol && one.trials.Count > 0
            && one.trials.Select(trial => trial.Seed).SequenceEqual(other.trials.Select(trial => trial.Seed));
        if (!isPaired) throw new ArgumentException($"'{one.Detector}' and '{other.Detector}' were not judged by the same flows and seeds.",
            nameof(other));
        (double Value, double[] Resampled)[] a = [.. one.trials.Select(trial => trial.Metrics[metric])],
            b = [.. other.trials.Select(trial => trial.Metrics[metric])];
        return MetricInterval.Of(
            [.. a.Zip(b, (x, y) => x.Value - y.Value)], [.. a.Zip(b, (x, y) => x.Resampled.Zip(y.Resampled, (p, q) => p - q).ToArray())]);
    }

    /// <summary>The means over measured trials, one a seed.</summary>
    internal static EvaluationResult Of(string detector, IReadOnlyList<MeasuredTrial> trials, bool ttl)
    {
        if (trials.Count == 0) throw new ArgumentException("At least one trial is needed.", nameof(trials));
        // A category may be missing under some seed, as where distinct vectors leave none of it.
        var metrics = new Dictionary<Metric, MetricInterval>();
        foreach (Metric metric in trials.SelectMany(trial => trial.Metrics.Keys).Distinct())
        {
            (double Value, double[] Resampled)[] seeds = [.. trials.Where(trial => trial.Metrics.ContainsKey(metric)).Select(trial =>
                trial.Metrics[metric])];
            metrics[metric] = MetricInterval.Of([.. seeds.Select(seed => seed.Value)], [.. seeds.Select(seed => seed.Resampled)]);
        }

        return new EvaluationResult(trials[0].Protocol, detector, ttl, trials.Count, metrics, trials);
    }
}
