using System.Text.Json;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Cli.Notebooks;

/// <summary>Checks that the parts of a notebook are of the types that nbformat 4 gives them, so that nothing after the reader needs to
/// doubt it.</summary>
internal static class NotebookStructure
{
    /// <summary>Every text, and every name, has to be Unicode: JSON can spell halves of characters that no file can hold.</summary>
    /// <exception cref="NotebookFormatException">One is not.</exception>
    public static void CheckTexts(JsonNode? node, string shown)
    {
        try
        {
            Visit(node);
        }
        catch (InvalidOperationException error)
        {
            throw NoUnicode(shown, error);
        }
    }

    /// <summary>What to say of a text that no file can hold.</summary>
    public static NotebookFormatException NoUnicode(string shown, Exception error) =>
        new($"{shown} holds a text that is no valid Unicode (half of a surrogate pair). Remove it in an editor.", error);

    /// <summary>Checks a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="where">File and cell, for messages.</param>
    /// <exception cref="NotebookFormatException">A part is of another type.</exception>
    public static void Check(JsonObject cell, string where)
    {
        Require(cell["id"] is null || IsText(cell["id"]), where, "'id' is not a text");
        Require(cell["execution_count"] is not { } count || (count is JsonValue number && count.GetValueKind() == JsonValueKind.Number
            && number.TryGetValue(out int _)), where, "'execution_count' is not a whole number");
        Require(cell["metadata"] is null or JsonObject, where, "'metadata' is not an object");
        Require(cell["attachments"] is null || (cell["attachments"] is JsonObject files && files.All(file => file.Value is JsonObject)),
            where, "'attachments' is not an object of objects");
        Require(cell["outputs"] is null or JsonArray, where, "'outputs' is not a list");
        foreach (JsonNode? output in cell["outputs"] as JsonArray ?? []) CheckOutput(output, where);
    }

    private static void CheckOutput(JsonNode? node, string where)
    {
        Require(node is JsonObject, where, "an output is not an object");
        var output = (JsonObject)node!;
        Require(IsText(output["output_type"]), where, "an output has no 'output_type'");
        foreach (string name in (string[])["name", "ename", "evalue"])
            Require(output[name] is null || IsText(output[name]), where, $"'{name}' of an output is not a text");
        foreach (string name in (string[])["text", "traceback"])
            Require(IsMultiline(output[name]), where, $"'{name}' of an output is not a text or a list of texts");
        Require(output["data"] is null or JsonObject, where, "'data' of an output is not an object");
        foreach ((string type, JsonNode? value) in output["data"] as JsonObject ?? [])
            Require(MimeType.IsJson(type) || IsMultiline(value), where, $"'{type}' of an output is not a text or a list of texts");
        if (output["data"]?[MimeType.Outputs] is not { } group) return;
        Require(group is JsonArray bundles
            && bundles.All(bundle => bundle is JsonObject forms && forms.All(form => MimeType.IsJson(form.Key) || IsMultiline(form.Value))),
            where, "a group of outputs is not a list of outputs");
    }

    private static void Require(bool holds, string where, string problem)
    {
        if (!holds) throw new NotebookFormatException($"{where}: {problem}. Restore the file from version control, or remove its outputs "
            + "in an editor.");
    }

    private static bool IsText(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;

    private static bool IsMultiline(JsonNode? node) => node is null || IsText(node) || (node is JsonArray lines && lines.All(IsText));

    private static void Visit(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject json:
                foreach ((_, JsonNode? value) in json) Visit(value);
                break;
            case JsonArray array:
                foreach (JsonNode? item in array) Visit(item);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                _ = value.GetValue<string>();
                break;
        }
    }
}
