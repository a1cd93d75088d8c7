using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AnomalyNotebooks.Cli.Notebooks;

/// <summary>Brings notebooks into the one form in which they are committed, and says what keeps one from being in it.</summary>
internal static partial class NotebookCleaner
{
    /// <summary>Largest size of a committed notebook, in bytes.</summary>
    public const int MaximumSize = 1_000_000;

    /// <summary>What editors leave in the metadata of cells and would change with every opening.</summary>
    private static readonly string[] Transient = ["ExecuteTime", "collapsed", "execution", "heading_collapsed", "jupyter", "pycharm",
        "scrolled", "vscode"];

    /// <summary>Normalises a notebook: metadata as .NET Interactive writes it, cell ids, nothing that differs from editor to editor or run
    /// to run.</summary>
    public static void Clean(Notebook notebook)
    {
        notebook.Json["nbformat"] = 4;
        notebook.Json["nbformat_minor"] = 5;
        CleanMetadata(notebook.Metadata);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (NotebookCell cell in notebook.Cells)
        {
            if (cell.Id.Length == 0 || !ids.Add(cell.Id)) cell.Id = NewId(cell, ids);
            foreach (string key in Transient) cell.Metadata.Remove(key);
            cell.Source = cell.Source.TrimEnd();
            if (cell.IsCode) CleanCode(cell);
            else foreach (string key in (string[])["outputs", "execution_count"]) cell.Json.Remove(key);
        }
    }

    /// <summary>Removes all outputs and the record of what made them.</summary>
    public static void Strip(Notebook notebook)
    {
        foreach (NotebookCell cell in notebook.CodeCells) cell.ClearOutputs();
        ExecutionRecord.RemoveFrom(notebook);
    }

    /// <summary>What keeps a notebook from being committed as it stands in its file; empty where nothing does.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="text">The text of its file.</param>
    public static IEnumerable<string> Problems(Notebook notebook, string text)
    {
        Notebook clean = notebook.Clone();
        Clean(clean);
        if (clean.ToText() != text) yield return "not in the normal form; run: anomaly clean";
        if (Encoding.UTF8.GetByteCount(text) is > MaximumSize and var size)
            yield return string.Create(CultureInfo.InvariantCulture, $"{size:N0} bytes, more than {MaximumSize:N0}: plot fewer points");

        ExecutionRecord? record = ExecutionRecord.In(notebook);
        bool hasOutputs = notebook.CodeCells.Any(cell => cell.Outputs.Count > 0);
        if (hasOutputs && record is null) yield return "its outputs do not say which code they came from; run: anomaly run --in-place";
        else if (record is not null && record.Sources != NotebookSources.Sha256(notebook))
            yield return "its outputs are older than its code; run: anomaly run --in-place";

        foreach (NotebookCell cell in notebook.CodeCells)
        {
            string outputs = cell.Outputs.ToJsonString();
            if (cell.Outputs.Any(output => MultilineText.Join(output?["data"]?[MimeType.Html])
                .Contains("<script", StringComparison.OrdinalIgnoreCase))) yield return $"cell {cell.CodeNumber} has a script in its "
                + "output; run: anomaly run --in-place";
            if (MachinePath().Match(outputs) is { Success: true } path)
                yield return $"cell {cell.CodeNumber} shows a path of one machine: {path.Value}";
        }
    }

    private static void CleanMetadata(JsonObject metadata)
    {
        metadata.Remove("widgets");
        metadata.Remove("dotnet_interactive");
        metadata["kernelspec"] = new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp" };
        metadata["language_info"] = new JsonObject { ["name"] = "polyglot-notebook" };
        metadata["polyglot_notebook"] = new JsonObject
        {
            ["kernelInfo"] = new JsonObject
            {
                ["defaultKernelName"] = "csharp",
                ["items"] = new JsonArray(new JsonObject { ["aliases"] = new JsonArray(), ["languageName"] = "csharp",
                    ["name"] = "csharp" }),
            },
        };
    }

    private static void CleanCode(NotebookCell cell)
    {
        cell.Metadata["dotnet_interactive"] = new JsonObject { ["language"] = "csharp" };
        cell.Metadata["polyglot_notebook"] = new JsonObject { ["kernelName"] = "csharp" };
        cell.ExecutionCount = cell.ExecutionCount is null ? null : cell.CodeNumber;
        foreach (JsonObject output in cell.Outputs.OfType<JsonObject>())
        {
            if (output.ContainsKey("metadata")) output["metadata"] = new JsonObject();
            if (output.ContainsKey("execution_count")) output["execution_count"] = cell.CodeNumber;
        }
    }

    /// <summary>An id that depends on the cell alone, so that cleaning twice, or on two machines, gives the same.</summary>
    private static string NewId(NotebookCell cell, HashSet<string> taken)
    {
        for (int attempt = 0; ; attempt++)
        {
            string id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{cell.Number}\0{attempt}\0{cell.Source}"))
                .AsSpan(0, 4));
            if (taken.Add(id)) return id;
        }
    }

    [GeneratedRegex(@"(?:/home/|/Users/|/root/|/tmp/|[A-Z]:\\\\)[\w.-]+", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex MachinePath();
}
