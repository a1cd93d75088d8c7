using System.Text.Json;
using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>A number or text that a notebook records as a result: what the table at the end of a run shows and verify compares.</summary>
/// <param name="Name">The result's name, unique within its notebook.</param>
/// <param name="Value">The value as JSON text: bits are compared, so nothing is rounded.</param>
/// <param name="Tolerance">The absolute difference that counts as none; 0 asks for the same bits.</param>
internal sealed record RecordedResult(string Name, string Value, double Tolerance)
{
    /// <summary>The results among a cell's outputs, those within groups included.</summary>
    public static IEnumerable<RecordedResult> In(JsonArray outputs) => outputs.SelectMany(OutputBundles.In).SelectMany(In);

    /// <summary>The results of one output.</summary>
    public static IEnumerable<RecordedResult> In(JsonObject bundle) =>
        from result in ((bundle[MimeType.Results] as JsonObject)?["results"] as JsonArray ?? []).OfType<JsonObject>()
        where result["name"]?.GetValueKind() == JsonValueKind.String
        select new RecordedResult(result["name"]!.GetValue<string>(), result["value"]?.ToJsonString() ?? "null",
            ReadTolerance(result["tolerance"]));

    /// <summary>The value as a number; null where it is a text.</summary>
    public double? Number => JsonElement.Parse(Value) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    /// <summary>The value with all its digits.</summary>
    public string Exact => JsonElement.Parse(Value) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : Value;

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

    /// <summary>A tolerance is a number, or a text where JSON has no number for it (infinity).</summary>
    private static double ReadTolerance(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.Number => node.GetValue<double>(),
        JsonValueKind.String when double.TryParse(node.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture,
            out double tolerance) => tolerance,
        _ => 0,
    };
}
