using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Cli.Notebooks;

/// <summary>
/// Writes notebooks as Jupyter does (keys sorted, one space of indentation, a line break at the end), so that saving in an
/// editor and saving here give the same file. JSON outputs such as figures stand on one line: a figure is one line of a diff.
/// </summary>
internal static class NotebookWriter
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of a notebook file.</summary>
    public static string Write(JsonObject notebook)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        using (var writer = new Utf8JsonWriter(buffer, Indented)) Write(writer, notebook, compactJson: false);
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void Write(Utf8JsonWriter writer, JsonNode? node, bool compactJson)
    {
        switch (node)
        {
            case JsonObject json:
                writer.WriteStartObject();
                foreach ((string name, JsonNode? value) in json.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(name);
                    bool isJsonOutput = compactJson && name.EndsWith("json", StringComparison.Ordinal) && value is (JsonObject or JsonArray);
                    if (isJsonOutput) writer.WriteRawValue(Sorted(value)!.ToJsonString(Compact));
                    else Write(writer, value, compactJson: name == "data");
                }

                writer.WriteEndObject();
                break;
            case JsonArray array:
                writer.WriteStartArray();
                foreach (JsonNode? item in array) Write(writer, item, compactJson: false);
                writer.WriteEndArray();
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject json => new JsonObject(json.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray array => new JsonArray([.. array.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
