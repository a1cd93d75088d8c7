using System.Text.Json;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Cli.Evaluating;

/// <summary>
/// What <c>anomaly evaluate --json</c> leaves: <c>{provenance, results: [{protocol, detector, ttl, seeds, metrics: {key: {mean, sd, low,
/// high}}}], differences: [{protocol, ttl, detector, than, metrics: {key: {mean, sd, low, high}}}]}</c>. Times are not in it: the same
/// run gives the same file.
/// </summary>
internal sealed record EvaluationFile(Provenance Provenance, IReadOnlyList<EvaluationResult> Results,
    IReadOnlyList<DetectorDifference> Differences)
{
    /// <summary>Summarises trials, of all seeds of the provenance.</summary>
    public static EvaluationFile Of(Provenance provenance, IReadOnlyList<NamedTrial> trials)
    {
        var results = new List<EvaluationResult>();
        foreach (string protocol in provenance.Protocols)
        {
            foreach (string detector in provenance.Detectors)
            {
                MeasuredTrial[] own = [.. provenance.Seeds.Select(seed => trials.FirstOrDefault(trial =>
                    trial.Detector == detector && trial.Trial.Protocol == protocol && trial.Trial.Seed == seed)?.Trial
                    ?? throw new AnomalyException($"There is no trial of '{detector}' under '{protocol}' with seed {seed}."))];
                results.Add(EvaluationResult.Of(detector, own, provenance.Ttl));
            }
        }

        return new EvaluationFile(provenance, results, DetectorDifference.Of(results));
    }

    /// <summary>The file's text.</summary>
    public string Write() => new JsonObject
    {
        ["provenance"] = Provenance.ToJson(),
        ["results"] = new JsonArray([.. Results.Select(result => new JsonObject
        {
            ["protocol"] = result.Protocol,
            ["detector"] = result.Detector,
            ["ttl"] = result.Ttl,
            ["seeds"] = result.Seeds,
            ["metrics"] = Metrics(result.Metrics),
        })]),
        ["differences"] = new JsonArray([.. Differences.Select(difference => new JsonObject
        {
            ["protocol"] = difference.Protocol,
            ["ttl"] = difference.Ttl,
            ["detector"] = difference.Detector,
            ["than"] = difference.Than,
            ["metrics"] = Metrics(difference.Metrics),
        })]),
    }.ToJsonString(JsonFile.Readable) + "\n";

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="AnomalyException">It is not such a file.</exception>
    public static EvaluationFile Read(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            return new EvaluationFile(
                Provenance.Read(root.GetProperty("provenance")),
                [.. root.GetProperty("results").EnumerateArray().Select(result => new EvaluationResult(
                    result.GetProperty("protocol").GetString()!, result.GetProperty("detector").GetString()!, result.GetProperty("ttl")
                        .GetBoolean(),
                    result.GetProperty("seeds").GetInt32(), Metrics(result.GetProperty("metrics"))))],
                [.. root.GetProperty("differences").EnumerateArray().Select(difference => new DetectorDifference(
                    difference.GetProperty("protocol").GetString()!, difference.GetProperty("ttl").GetBoolean(),
                    difference.GetProperty("detector").GetString()!, difference.GetProperty("than").GetString()!,
                    Metrics(difference.GetProperty("metrics"))))]);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            or ArgumentException)
        {
            throw new AnomalyException($"These are not evaluation results as 'anomaly evaluate --json' writes them: {error.Message}",
                error);
        }
    }

    private static JsonObject Metrics(IReadOnlyDictionary<Metric, MetricInterval> metrics) =>
        new(metrics.Select(metric => KeyValuePair.Create(
        metric.Key.Key, (JsonNode?)new JsonObject
        {
            ["mean"] = Rounded(metric.Value.Mean), ["sd"] = Rounded(metric.Value.Deviation), ["low"] = Rounded(metric.Value.Low),
                ["high"] = Rounded(metric.Value.High),
        })));

    private static JsonNode? Rounded(double value) => double.IsFinite(value) ? Math.Round(value, 6) : null;

    private static Dictionary<Metric, MetricInterval> Metrics(JsonElement json)
    {
        return json.EnumerateObject().ToDictionary(metric => Metric.OfKey(metric.Name), metric => new MetricInterval(
            Number(metric.Value, "mean"), Number(metric.Value, "sd"), Number(metric.Value, "low"), Number(metric.Value, "high")));

        static double Number(JsonElement metric, string name) =>
            metric.GetProperty(name) is { ValueKind: not JsonValueKind.Null } number ? number.GetDouble() : double.NaN;
    }
}

/// <summary>How much more the first detector has than the second, metric by metric.</summary>
internal sealed record DetectorDifference(string Protocol, bool Ttl, string Detector, string Than,
    IReadOnlyDictionary<Metric, MetricInterval> Metrics)
{
    private static readonly Metric[] Compared = [Metric.Auroc, Metric.TprAt(0.01), Metric.FprFor(0.01), Metric.RecallFor(0.01)];

    /// <summary>The catalogue's best (or the last detector) less each of the others, under every protocol.</summary>
    public static IReadOnlyList<DetectorDifference> Of(IReadOnlyList<EvaluationResult> results) =>
    [
        .. from protocol in results.GroupBy(result => result.Protocol, StringComparer.Ordinal)
           let lead = protocol.FirstOrDefault(result => result.Detector == DetectorCatalog.Best.Name) ?? protocol.Last()
           from other in protocol
           where other != lead
           select new DetectorDifference(protocol.Key, lead.Ttl, lead.Detector, other.Detector,
               Compared.Where(metric => lead.Metrics.ContainsKey(metric) && other.Metrics.ContainsKey(metric))
                   .ToDictionary(metric => metric, metric => EvaluationResult.Difference(lead, other, metric))),
    ];
}
