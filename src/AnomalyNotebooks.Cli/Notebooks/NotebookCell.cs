using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Cli.Notebooks;

/// <summary>One cell: a view over its JSON, so that everything this program does not know is kept as it was.</summary>
internal sealed class NotebookCell(JsonObject json, CellKind kind, int number, int codeNumber)
{
    /// <summary>The cell as it stands in the file.</summary>
    public JsonObject Json { get; } = json;

    /// <summary>Markdown, code or raw.</summary>
    public CellKind Kind { get; } = kind;

    /// <summary>Position among all cells, from 1.</summary>
    public int Number { get; } = number;

    /// <summary>Position among the code cells, from 1: the number in brackets beside an executed cell. 0 for other cells.</summary>
    public int CodeNumber { get; } = codeNumber;

    /// <summary>Whether the cell holds code.</summary>
    public bool IsCode => Kind == CellKind.Code;

    /// <summary>The cell's id, unique in its notebook; empty in files older than nbformat 4.5.</summary>
    public string Id
    {
        get => Json["id"]?.GetValue<string>() ?? "";
        set => Json["id"] = value;
    }

    /// <summary>The text of the cell, lines separated by <c>\n</c>.</summary>
    public string Source
    {
        get => MultilineText.Join(Json["source"]);
        set => Json["source"] = MultilineText.Split(value);
    }

    /// <summary>The cell's metadata.</summary>
    public JsonObject Metadata
    {
        get
        {
            if (Json["metadata"] is JsonObject metadata) return metadata;
            metadata = [];
            Json["metadata"] = metadata;
            return metadata;
        }
    }

    /// <summary>The cell's tags.</summary>
    public IReadOnlyList<string> Tags =>
        Metadata["tags"] is JsonArray tags
            ? [.. tags.OfType<JsonValue>().Where(tag => tag.GetValueKind() == System.Text.Json.JsonValueKind.String).Select(tag =>
                tag.GetValue<string>())]
            : [];

    /// <summary>The outputs of a code cell.</summary>
    public JsonArray Outputs
    {
        get
        {
            if (Json["outputs"] is JsonArray outputs) return outputs;
            outputs = [];
            Json["outputs"] = outputs;
            return outputs;
        }
        set => Json["outputs"] = value;
    }

    /// <summary>The number in brackets beside an executed code cell; null where it has not run.</summary>
    public int? ExecutionCount
    {
        get => Json["execution_count"]?.GetValue<int>();
        set => Json["execution_count"] = value;
    }

    /// <summary>Whether the cell carries a tag.</summary>
    public bool HasTag(string tag) => Tags.Contains(tag, StringComparer.OrdinalIgnoreCase);

    /// <summary>Removes outputs and execution count.</summary>
    public void ClearOutputs()
    {
        if (!IsCode) return;
        Outputs = [];
        ExecutionCount = null;
    }
}
