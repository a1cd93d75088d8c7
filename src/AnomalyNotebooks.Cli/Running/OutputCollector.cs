using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Worker;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>Gathers what a cell prints, shows and throws into the outputs of a notebook file: prints in their order, then the value or the
/// error.</summary>
internal sealed class OutputCollector(NotebookCell cell)
{
    private readonly List<(string Stream, System.Text.StringBuilder Text)> printed = [];
    private readonly List<JsonNode> rest = [];

    /// <summary>Adds printed text; consecutive texts of one stream become one output.</summary>
    public void Print(string stream, string text)
    {
        if (printed.Count == 0 || printed[^1].Stream != stream) printed.Add((stream, new()));
        printed[^1].Text.Append(text);
    }

    /// <summary>Adds the value of the last expression.</summary>
    public void Show(IReadOnlyDictionary<string, string> data)
    {
        var bundle = new JsonObject();
        foreach ((string mimeType, string value) in data)
            bundle[mimeType] = MimeType.IsJson(mimeType) ? JsonNode.Parse(value) : MultilineText.Split(value);
        rest.Add(new JsonObject
        {
            ["output_type"] = "execute_result",
            ["data"] = bundle,
            ["metadata"] = new JsonObject(),
            ["execution_count"] = cell.CodeNumber,
        });
    }

    /// <summary>Adds the error that ended the cell.</summary>
    public void Fail(CellError error) => rest.Add(new JsonObject
    {
        ["output_type"] = "error",
        ["ename"] = error.Name,
        ["evalue"] = error.Message,
        ["traceback"] = new JsonArray([.. error.Trace.Select(line => (JsonNode)JsonValue.Create(line))]),
    });

    /// <summary>Writes the outputs gathered so far into the cell.</summary>
    public void Store()
    {
        var outputs = new JsonArray();
        foreach ((string stream, System.Text.StringBuilder text) in printed)
        {
            outputs.Add((JsonNode)new JsonObject
            {
                ["output_type"] = "stream",
                ["name"] = stream,
                ["text"] = MultilineText.Split(TerminalText.Settle(text.ToString())),
            });
        }

        foreach (JsonNode output in rest) outputs.Add(output.DeepClone());
        cell.Outputs = outputs;
        cell.ExecutionCount = cell.CodeNumber;
    }
}
