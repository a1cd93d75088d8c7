using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Cli.Notebooks;

/// <summary>
/// Writes notebooks as Jupyter does (keys sorted, one space of indentation, letters of all scripts as they are, a line break at
/// the end), so that saving in an editor and saving here give the same file. JSON outputs such as figures stand on one line: a
/// figure is one line of a diff.
/// </summary>
internal sealed class NotebookWriter
{
    private readonly StringBuilder text = new();

    /// <summary>The text of a notebook file.</summary>
    public static string Write(JsonObject notebook)
    {
        var writer = new NotebookWriter();
        writer.Write(notebook, depth: 0);
        return writer.text.Append('\n').ToString();
    }

    /// <summary>A node on one line, keys sorted: equal texts where the content is equal.</summary>
    public static string Line(JsonNode node)
    {
        var writer = new NotebookWriter();
        writer.Write(node, depth: -1);
        return writer.text.ToString();
    }

    /// <summary>Writes a node at the end of the text.</summary>
    /// <param name="node">What.</param>
    /// <param name="depth">How far to indent; negative for one line.</param>
    /// <param name="isBundle">Whether the node is an output's values by mime type.</param>
    private void Write(JsonNode? node, int depth, bool isBundle = false)
    {
        switch (node)
        {
            case JsonObject json:
                WriteList('{', '}', [.. json.OrderBy(pair => pair.Key, StringComparer.Ordinal)], depth, pair =>
                {
                    Quote(pair.Key);
                    text.Append(depth < 0 ? ":" : ": ");
                    Write(pair.Value, depth < 0 || (isBundle && MimeType.IsJson(pair.Key)) ? -1 : depth + 1, isBundle: pair.Key == "data");
                });
                break;
            case JsonArray array:
                WriteList('[', ']', [.. array], depth, item => Write(item, depth < 0 ? -1 : depth + 1));
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                Quote(value.GetValue<string>());
                break;
            default:
                text.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }

    private void WriteList<T>(char open, char close, T[] items, int depth, Action<T> write)
    {
        text.Append(open);
        for (int i = 0; i < items.Length; i++)
        {
            if (i > 0) text.Append(',');
            if (depth >= 0) text.Append('\n').Append(' ', depth + 1);
            write(items[i]);
        }

        if (depth >= 0 && items.Length > 0) text.Append('\n').Append(' ', depth);
        text.Append(close);
    }

    /// <summary>A JSON text that escapes no more than JSON demands; the encoders of the framework write emoji as numbers.</summary>
    private void Quote(string value)
    {
        text.Append('"');
        foreach (char c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' or '\u007f' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }
}
