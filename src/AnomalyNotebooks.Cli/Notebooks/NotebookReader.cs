using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Cli.Notebooks;

/// <summary>Reads notebook files and refuses, with a reason, what is not a C# notebook in nbformat 4.</summary>
internal static class NotebookReader
{
    private static readonly string[] CSharpNames = [".net-csharp", "csharp", "c#", "verso"];

    /// <summary>Reads a file.</summary>
    public static Notebook Read(string path)
    {
        string full = Path.GetFullPath(path);
        try
        {
            return Parse(RegularFile.Text(full, new UTF8Encoding(false, throwOnInvalidBytes: true)), full);
        }
        catch (DecoderFallbackException error)
        {
            throw new NotebookFormatException($"{Shown(full)} is not a notebook: it is not UTF-8 text.", error);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new NotebookFormatException($"{Shown(full)} does not exist.", error);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw new NotebookFormatException($"{Shown(full)} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Reads a notebook from its text; <paramref name="path"/> is for messages and relative references.</summary>
    public static Notebook Parse(string text, string path)
    {
        string shown = Shown(path);
        if (string.IsNullOrWhiteSpace(text))
            throw new NotebookFormatException($"{shown} is empty. A new notebook has a file only after an editor has saved it; restore "
                + "it or delete it.");
        if (text.Contains("\n<<<<<<< ", StringComparison.Ordinal) || text.StartsWith("<<<<<<< ", StringComparison.Ordinal))
        {
            int line = text[..(text.IndexOf("<<<<<<< ", StringComparison.Ordinal) + 1)].Count(c => c == '\n') + 1;
            throw new NotebookFormatException($"{shown} holds an unresolved merge conflict (line {line}: '<<<<<<<'). Resolve it, then "
                + "run again.");
        }

        JsonNode? root;
        try
        {
            root = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (InvalidOperationException error)
        {
            throw NotebookStructure.NoUnicode(shown, error); // in a name
        }
        catch (JsonException error)
        {
            throw new NotebookFormatException($"{shown} is not valid JSON (line {error.LineNumber + 1}, byte "
                + $"{error.BytePositionInLine + 1}): the file is damaged or cut off. Restore it from version control.", error);
        }

        if (root is not JsonObject json) throw new NotebookFormatException($"{shown} is not a notebook: its JSON is not an object.");
        NotebookStructure.CheckTexts(json, shown);
        CheckVersion(json, shown);
        if (json["metadata"] is null) json["metadata"] = new JsonObject();
        if (json["metadata"] is not JsonObject metadata) throw new NotebookFormatException($"{shown}: 'metadata' is not an object.");
        CheckLanguage(metadata, shown);
        return new Notebook(path, json, ReadCells(json, shown));
    }

    private static void CheckVersion(JsonObject json, string shown)
    {
        if (!TryInteger(json["nbformat"], out int version))
        {
            string hint = json.ContainsKey("cells") ? "'nbformat' is missing" : "it has neither 'nbformat' nor 'cells'";
            throw new NotebookFormatException($"{shown} is not a Jupyter notebook: {hint}.");
        }

        if (version < 4)
            throw new NotebookFormatException($"{shown} is in the old format nbformat {version}; this program reads nbformat 4. Convert "
                + $"it with: jupyter nbconvert --to notebook --nbformat 4 {System.IO.Path.GetFileName(shown)}");
        if (version > 4)
            throw new NotebookFormatException($"{shown} is in nbformat {version}, which is newer than the nbformat 4 this program reads.");
    }

    private static void CheckLanguage(JsonObject metadata, string shown)
    {
        string? kernel = Text((metadata["kernelspec"] as JsonObject)?["name"]);
        string? language = Text((metadata["kernelspec"] as JsonObject)?["language"])
            ?? Text((metadata["language_info"] as JsonObject)?["name"]);
        bool isCSharp = CSharpNames.Contains(kernel ?? "", StringComparer.OrdinalIgnoreCase)
            || CSharpNames.Contains(language ?? "", StringComparer.OrdinalIgnoreCase)
            || (kernel is null && language is null);
        if (isCSharp) return;
        throw new NotebookFormatException($"{shown} is not a C# notebook: its kernel is '{kernel ?? language}' (language "
            + $"'{language ?? kernel}'). This program runs C# notebooks (kernel '.net-csharp').");
    }

    private static List<NotebookCell> ReadCells(JsonObject json, string shown)
    {
        if (json["cells"] is not JsonArray array) throw new NotebookFormatException($"{shown}: 'cells' is missing or not a list.");
        var cells = new List<NotebookCell>(array.Count);
        int code = 0;
        foreach (JsonNode? node in array)
        {
            int number = cells.Count + 1;
            if (node is not JsonObject cell) throw new NotebookFormatException($"{shown}, cell {number}: not an object.");
            CellKind kind = Text(cell["cell_type"]) switch
            {
                "markdown" => CellKind.Markdown,
                "code" => CellKind.Code,
                "raw" => CellKind.Raw,
                var other => throw new NotebookFormatException($"{shown}, cell {number}: unknown cell_type '{other}'; expected code, "
                    + "markdown or raw."),
            };
            CheckSource(cell, shown, number);
            NotebookStructure.Check(cell, $"{shown}, cell {number}");
            JupyterOutputs.Normalise(cell);
            cells.Add(new NotebookCell(cell, kind, number, kind == CellKind.Code ? ++code : 0));
        }

        return cells;
    }

    private static void CheckSource(JsonObject cell, string shown, int number)
    {
        bool ok = cell["source"] switch
        {
            JsonArray lines => lines.All(line => Text(line) is not null),
            var source => Text(source) is not null,
        };
        if (!ok) throw new NotebookFormatException($"{shown}, cell {number}: 'source' is not a text or a list of texts.");
    }

    private static string? Text(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static bool TryInteger(JsonNode? node, out int value)
    {
        value = 0;
        return node is JsonValue number && number.GetValueKind() == JsonValueKind.Number && number.TryGetValue(out value);
    }

    private static string Shown(string path) => Workspace.Shorten(path);
}
