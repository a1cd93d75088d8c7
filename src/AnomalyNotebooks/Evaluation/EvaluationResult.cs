namespace AnomalyNotebooks;

/// <summary>How a detector did under a protocol.</summary>
/// <param name="Protocol">Name of the <see cref="EvaluationProtocol"/>.</param>
/// <param name="Detector">Name of the detector.</param>
/// <param name="Ttl">Whether it saw the TTL features.</param>
/// <param name="Seeds">Number of seeds.</param>
/// <param name="FitSeconds">Wall time of one fit, mean over the seeds.</param>
/// <param name="ScoreSeconds">Wall time of scoring all judged flows, mean over the seeds.</param>
/// <param name="Metrics">The metrics by name (<see cref="DetectorEvaluation"/> lists them).</param>
public sealed record EvaluationResult(
    string Protocol, string Detector, bool Ttl, int Seeds, double FitSeconds, double ScoreSeconds, IReadOnlyDictionary<string, MetricSummary> Metrics)
{
    /// <summary>The metric of that name.</summary>
    /// <exception cref="AnomalyException">There is none.</exception>
    public MetricSummary this[string metric] => Metrics.TryGetValue(metric, out MetricSummary? summary)
        ? summary
        : throw new AnomalyException($"'{metric}' is not among the metrics {string.Join(", ", Metrics.Keys)}.");
}
