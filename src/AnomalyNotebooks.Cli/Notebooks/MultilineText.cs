using System.Text.Json;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Cli.Notebooks;

/// <summary>Texts in a notebook file: a list of lines each ending in <c>\n</c> (the last may not), or one string.</summary>
internal static class MultilineText
{
    /// <summary>The text of a list of lines or of one string; empty for null.</summary>
    public static string Join(JsonNode? node) => node switch
    {
        JsonArray lines => string.Concat(lines.Select(line => line is JsonValue part && part.TryGetValue(out string? text) ? text : "")),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => "",
    };

    /// <summary>The list of lines of a text, as Jupyter writes it: split after each <c>\n</c>, line ends normalised.</summary>
    public static JsonArray Split(string text)
    {
        text = text.ReplaceLineEndings("\n");
        var lines = new JsonArray();
        int start = 0;
        while (start < text.Length)
        {
            int end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add((JsonNode?)JsonValue.Create(text[start..end]));
            start = end;
        }

        return lines;
    }
}
