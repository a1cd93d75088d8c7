using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Packages;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>The record of a run, <c>run.json</c>: what ran on what, with what, and what came out.</summary>
internal static class RunManifest
{
    /// <summary>Writes the manifest.</summary>
    /// <param name="path">The file.</param>
    /// <param name="run">The run.</param>
    /// <param name="data">The data it used.</param>
    /// <param name="machine">From <see cref="Machine.DescribeAsync"/>.</param>
    /// <param name="invocation">From <see cref="Invocation.Describe"/>, before the run.</param>
    /// <param name="started">When it began.</param>
    public static void Write(string path, WorkbookRun run, DataInUse data, JsonObject machine, JsonObject invocation,
        DateTimeOffset started) => AtomicFile.WriteText(path, new JsonObject
    {
        ["started"] = started.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
        ["seconds"] = Math.Round(run.Seconds, 3),
        ["exitCode"] = run.ExitCode,
        ["invocation"] = invocation.DeepClone(),
        ["data"] = new JsonObject
        {
            ["title"] = data.Title,
            ["fingerprint"] = data.Fingerprint,
            ["files"] = new JsonArray([.. data.Files.Select(file => new JsonObject { ["path"] = file.Path, ["sha256"] = file.Sha256 })]),
        },
        ["notebooks"] = new JsonArray([.. run.Notebooks.Select(notebook => Describe(notebook, Path.GetDirectoryName(path)!)),
            .. run.NotStarted.Select(plan => new JsonObject { ["name"] = plan.Notebook.Name, ["status"] = "not started" })]),
        ["machine"] = machine.DeepClone(),
    }.ToJsonString(JsonFile.Readable) + "\n");

    private static JsonObject Describe(NotebookRun run, string folder)
    {
        var parameters = new JsonObject();
        foreach (NotebookParameter parameter in ParameterCell.In(run.Notebook)) parameters[parameter.Name] = parameter.Value;
        return new JsonObject
        {
            ["name"] = run.Notebook.Name,
            ["source"] = Path.GetRelativePath(folder, run.Plan.Source.Path).Replace('\\', '/'),
            ["sha256"] = Machine.Sha256(run.Plan.Source.Path),
            ["executed"] = run.SavedTo is null ? null : Path.GetRelativePath(folder, run.SavedTo).Replace('\\', '/'),
            ["status"] = CellStatusText.Of(run.Status),
            ["cells"] = run.Plan.Cells.Count,
            ["ran"] = run.Cells.Count(cell => cell.Status == CellStatus.Passed),
            ["seconds"] = Math.Round(run.Seconds, 3),
            ["processorSeconds"] = run.Usage is { } used ? Math.Round(used.ProcessorSeconds, 2) : null,
            ["peakMemoryBytes"] = run.Usage?.PeakBytes,
            ["parameters"] = parameters,
            ["libraries"] = new JsonObject(PackageDirectives.FilesIn(run.Plan).Select(file =>
                KeyValuePair.Create(Path.GetRelativePath(run.Notebook.Folder, file).Replace('\\', '/'), (JsonNode?)Machine.Sha256(file)))),
            ["skippedBecause"] = run.SkippedBecause,
            ["packages"] = new JsonObject(run.Packages.Versions.Select(package =>
                KeyValuePair.Create(package.Key, (JsonNode?)package.Value))),
            ["results"] = new JsonObject(run.Results.Select(result => KeyValuePair.Create(result.Name, JsonNode.Parse(result.Value)))),
        };
    }
}
