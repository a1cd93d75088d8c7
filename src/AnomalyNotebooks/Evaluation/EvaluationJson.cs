using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>Evaluation results as JSON: a list of <c>{protocol, detector, ttl, seeds, fitSeconds, scoreSeconds, metrics: {name: {mean, sd, low, high}}}</c>.</summary>
internal static class EvaluationJson
{
    /// <summary>Writes results, indented.</summary>
    public static string Write(IEnumerable<EvaluationResult> results)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (EvaluationResult result in results) Write(json, result);
            json.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    /// <summary>Reads what <see cref="Write(IEnumerable{EvaluationResult})"/> wrote.</summary>
    /// <exception cref="AnomalyException">It is not such a list.</exception>
    public static IReadOnlyList<EvaluationResult> Read(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return [.. document.RootElement.EnumerateArray().Select(Read)];
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new AnomalyException($"These are not evaluation results as 'anomaly evaluate --json' writes them: {error.Message}", error);
        }
    }

    private static void Write(Utf8JsonWriter json, EvaluationResult result)
    {
        json.WriteStartObject();
        json.WriteString("protocol", result.Protocol);
        json.WriteString("detector", result.Detector);
        json.WriteBoolean("ttl", result.Ttl);
        json.WriteNumber("seeds", result.Seeds);
        json.WriteNumber("fitSeconds", Math.Round(result.FitSeconds, 2));
        json.WriteNumber("scoreSeconds", Math.Round(result.ScoreSeconds, 2));
        json.WriteStartObject("metrics");
        foreach ((string name, MetricSummary metric) in result.Metrics)
        {
            json.WriteStartObject(name);
            json.WriteNumber("mean", Math.Round(metric.Mean, 6));
            json.WriteNumber("sd", Math.Round(metric.Sd, 6));
            json.WriteNumber("low", Math.Round(metric.Low, 6));
            json.WriteNumber("high", Math.Round(metric.High, 6));
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static EvaluationResult Read(JsonElement json) => new(
        json.GetProperty("protocol").GetString()!,
        json.GetProperty("detector").GetString()!,
        json.GetProperty("ttl").GetBoolean(),
        json.GetProperty("seeds").GetInt32(),
        json.GetProperty("fitSeconds").GetDouble(),
        json.GetProperty("scoreSeconds").GetDouble(),
        json.GetProperty("metrics").EnumerateObject().ToDictionary(metric => metric.Name, metric => new MetricSummary(
            metric.Value.GetProperty("mean").GetDouble(), metric.Value.GetProperty("sd").GetDouble(),
            metric.Value.GetProperty("low").GetDouble(), metric.Value.GetProperty("high").GetDouble())));
}
