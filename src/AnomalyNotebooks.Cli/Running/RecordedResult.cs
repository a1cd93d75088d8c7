using System.Text.Json;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>A number or text that a notebook records as a result: what the table at the end of a run shows and verify compares.</summary>
/// <param name="Name">The result's name, unique within its notebook.</param>
/// <param name="Value">The value as JSON text: bits are compared, so nothing is rounded.</param>
/// <param name="Tolerance">The absolute difference that counts as none; 0 asks for the same bits.</param>
internal sealed record RecordedResult(string Name, string Value, double Tolerance)
{
    /// <summary>The mime type that marks recorded results among a cell's outputs.</summary>
    public const string MimeType = "application/vnd.anomaly.result+json";

    /// <summary>The results among a cell's outputs.</summary>
    public static IEnumerable<RecordedResult> In(JsonArray outputs) =>
        from output in outputs
        let recorded = output?["data"]?[MimeType]?["results"] as JsonArray
        where recorded is not null
        from result in recorded
        let name = result["name"]?.GetValue<string>()
        where name is not null
        select new RecordedResult(name, result["value"]?.ToJsonString() ?? "null", Tolerance: ReadTolerance(result["tolerance"]));

    /// <summary>The value as people read it.</summary>
    public string Shown
    {
        get
        {
            JsonElement value = JsonElement.Parse(Value);
            if (value.ValueKind == JsonValueKind.String) return value.GetString()!;
            if (value.ValueKind != JsonValueKind.Number) return Value;
            return value.TryGetInt64(out long whole)
                ? whole.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)
                : value.GetDouble().ToString("0.####", System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private static double ReadTolerance(JsonNode? node) => node is JsonValue value && value.TryGetValue(out double tolerance) ? tolerance : 0;
}
