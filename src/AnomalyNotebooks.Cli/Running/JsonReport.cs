using System.Text.Json;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>The outcome of every cell as JSON, for programs.</summary>
internal static class JsonReport
{
    /// <summary>Writes the report.</summary>
    public static void Write(string path, WorkbookRun run) => AtomicFile.WriteText(path, new JsonObject
    {
        ["exitCode"] = run.ExitCode,
        ["seconds"] = Math.Round(run.Seconds, 3),
        ["notebooks"] = new JsonArray([.. run.Notebooks.Select(Describe), .. run.NotStarted.Select(plan =>
            new JsonObject { ["name"] = plan.Notebook.Name, ["status"] = "not started", ["cells"] = new JsonArray() })]),
    }.ToJsonString(JsonFile.Readable) + "\n");

    private static JsonObject Describe(NotebookRun run) => new()
    {
        ["name"] = run.Notebook.Name,
        ["status"] = CellStatusText.Of(run.Status),
        ["seconds"] = Math.Round(run.Seconds, 3),
        ["cells"] = new JsonArray([.. run.Cells.Select(Describe)]),
    };

    private static JsonObject Describe(CellRun cell)
    {
        var json = new JsonObject
        {
            ["cell"] = cell.Cell.CodeNumber,
            ["id"] = cell.Cell.Id,
            ["status"] = CellStatusText.Of(cell.Status),
            ["seconds"] = Math.Round(cell.Seconds, 3),
        };
        if (cell.Error is { } error)
        {
            json["error"] = new JsonObject
            {
                ["name"] = error.Name,
                ["message"] = error.Message,
                ["line"] = error.Line,
                ["trace"] = new JsonArray([.. error.Trace.Select(line => (JsonNode)JsonValue.Create(line))]),
            };
        }

        return json;
    }
}
