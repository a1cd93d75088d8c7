using System.Text.Json;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Cli.Notebooks;

/// <summary>
/// Outputs as Jupyter saves them for .NET Interactive, brought into the form of nbformat: its kernel parses <c>application/json</c> alone,
/// so values of every other JSON type stand in the file as one string, and each session leaves an output of its own in the first cell.
/// </summary>
internal static class JupyterOutputs
{
    // A hidden element with a script that holds the address and the process id of the session's kernel.
    private const string SessionMark = "dotnet-interactive-this-cell";

    /// <summary>Changes a cell's outputs; those of other hosts stay as they are.</summary>
    public static void Normalise(JsonObject cell)
    {
        if (cell["outputs"] is not JsonArray outputs) return;
        for (int i = outputs.Count - 1; i >= 0; i--)
        {
            if (outputs[i]?["data"] is not JsonObject data) continue;
            if (MultilineText.Join(data[MimeType.Html]).Contains(SessionMark, StringComparison.Ordinal)) outputs.RemoveAt(i);
            else foreach (string mimeType in data.Select(pair => pair.Key).Where(key => key.EndsWith("+json", StringComparison.Ordinal))
                .ToArray()) Parse(data, mimeType);
        }
    }

    private static void Parse(JsonObject data, string mimeType)
    {
        if (data[mimeType] is not JsonValue value || value.GetValueKind() != JsonValueKind.String) return;
        try
        {
            data[mimeType] = JsonNode.Parse(value.GetValue<string>());
        }
        catch (JsonException)
        {
            // A text after all.
        }
    }
}
