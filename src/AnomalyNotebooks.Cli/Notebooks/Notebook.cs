using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Cli.Notebooks;

/// <summary>A C# notebook in nbformat 4: cells and metadata as views over the file's JSON.</summary>
internal sealed class Notebook
{
    internal Notebook(string path, JsonObject json, IReadOnlyList<NotebookCell> cells)
    {
        Path = path;
        Json = json;
        Cells = cells;
    }

    /// <summary>The file, as a full path.</summary>
    public string Path { get; }

    /// <summary>The file's name without its extension: <c>03-training</c>.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The folder of the file, which <c>#r</c> and relative paths start from.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>The notebook as it stands in the file.</summary>
    public JsonObject Json { get; }

    /// <summary>The cells in order.</summary>
    public IReadOnlyList<NotebookCell> Cells { get; }

    /// <summary>The cells that hold code.</summary>
    public IEnumerable<NotebookCell> CodeCells => Cells.Where(cell => cell.IsCode);

    /// <summary>The notebook's metadata.</summary>
    public JsonObject Metadata => (JsonObject)Json["metadata"]!;

    /// <summary>The first heading of the text, or the file's name where there is none.</summary>
    public string Title => Cells.Where(cell => cell.Kind == CellKind.Markdown)
        .SelectMany(cell => cell.Source.Split('\n'))
        .Where(line => line.StartsWith("# ", StringComparison.Ordinal))
        .Select(line => line[2..].Trim())
        .FirstOrDefault() ?? Name;

    /// <summary>Reads and checks a notebook.</summary>
    /// <exception cref="NotebookFormatException">The file is not a C# notebook in nbformat 4.</exception>
    public static Notebook Load(string path) => NotebookReader.Read(path);

    /// <summary>A copy that can be changed without changing this one.</summary>
    public Notebook Clone() => NotebookReader.Parse(Json.ToJsonString(), Path);

    /// <summary>The notebook as a file's text, in the form that Jupyter writes.</summary>
    public string ToText() => NotebookWriter.Write(Json);
}
