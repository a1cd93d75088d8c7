using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Cli.Notebooks;

/// <summary>The values in an output, each by mime type: one as a rule, several where the output is a group.</summary>
internal static class OutputBundles
{
    /// <summary>The values of an output.</summary>
    public static IEnumerable<JsonObject> In(JsonNode? output) => output?["data"] switch
    {
        JsonObject data when data[MimeType.Outputs] is JsonArray group => group.OfType<JsonObject>(),
        JsonObject data => [data],
        _ => [],
    };
}
