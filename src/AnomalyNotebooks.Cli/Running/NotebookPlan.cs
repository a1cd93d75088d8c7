using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>A notebook that will run: a copy with its outputs cleared, checked for what this program cannot execute.</summary>
internal sealed class NotebookPlan
{
    private readonly Dictionary<int, IReadOnlyList<CodePiece>> imports;

    private NotebookPlan(Notebook source, Notebook notebook)
    {
        Source = source;
        Notebook = notebook;
        imports = notebook.CodeCells.Where(cell => !cell.HasTag(CellTag.SkipExecution) && NotebookImports.IsImport(cell.Source))
            .ToDictionary(cell => cell.CodeNumber, cell => NotebookImports.In(source, cell));
    }

    /// <summary>The notebook as it stands in its file.</summary>
    public Notebook Source { get; }

    /// <summary>The copy that receives the outputs.</summary>
    public Notebook Notebook { get; }

    /// <summary>The values, as C# expressions, that replace those of the notebook's parameters.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; set; } = new Dictionary<string, string>();

    /// <summary>The code cells in order.</summary>
    public IReadOnlyList<NotebookCell> Cells => [.. Notebook.CodeCells];

    /// <summary>Whether it measures times, which other work beside it would disturb.</summary>
    public bool MeasuresTime => Notebook.CodeCells.Any(cell => cell.HasTag(CellTag.Timed));

    /// <summary>What a cell runs: its code, or what it imports.</summary>
    public IReadOnlyList<CodePiece> CodeOf(NotebookCell cell) =>
        imports.GetValueOrDefault(cell.CodeNumber) ?? [new CodePiece(Worker.ScriptSession.CellName(cell.CodeNumber), cell.Source)];

    /// <summary>
    /// Runs the script of another engine's package after that of the library where a parameter asks for the engine and the notebook
    /// does not bring it itself.
    /// </summary>
    public void BringEngine()
    {
        const string Script = "AnomalyNotebooks.TorchSharp.csx";
        if (!Parameters.GetValueOrDefault("engine", "").Contains("torchsharp", StringComparison.OrdinalIgnoreCase)) return;
        NotebookCell[] importing = [.. Notebook.CodeCells.Where(cell => imports.ContainsKey(cell.CodeNumber))];
        if (Array.Exists(importing, cell => Path.GetFileName(NotebookImports.PathIn(Source, cell)) == Script)) return;
        if (Array.Find(importing, cell => Path.GetFileName(NotebookImports.PathIn(Source, cell)) == NotebookImports.LibraryScript)
            is not { } library) return;
        string path = Path.Combine(Path.GetDirectoryName(NotebookImports.PathIn(Source, library))!, Script);
        imports[library.CodeNumber] = [.. imports[library.CodeNumber], .. NotebookImports.Read(path, $"the engine of {Notebook.Name}", [])];
    }

    /// <summary>Plans a notebook.</summary>
    /// <exception cref="NotebookFormatException">A cell is in another language, uses a magic command or imports what is not
    /// there.</exception>
    public static NotebookPlan For(Notebook source)
    {
        Notebook copy = source.Clone();
        foreach (NotebookCell cell in copy.CodeCells)
        {
            CheckLanguage(source, cell);
            cell.ClearOutputs();
        }

        return new NotebookPlan(source, copy);
    }

    private static void CheckLanguage(Notebook notebook, NotebookCell cell)
    {
        string where = $"{Workspace.Shorten(notebook.Path)}, cell {cell.CodeNumber}";
        string? kernel = Text(cell, "polyglot_notebook", "kernelName") ?? Text(cell, "dotnet_interactive", "language");
        if (kernel is not (null or "csharp") && !cell.HasTag(CellTag.SkipExecution))
            throw new NotebookFormatException($"{where} is written for the kernel '{kernel}'; this program executes C# cells only. Tag "
                + $"the cell {CellTag.SkipExecution}, or run the notebook in .NET Interactive.");
        string[] lines = cell.Source.Split('\n');
        int magic = Array.FindIndex(lines, line => line.StartsWith("#!", StringComparison.Ordinal) && !NotebookImports.IsImport(line));
        if (magic >= 0 && !cell.HasTag(CellTag.SkipExecution))
            throw new NotebookFormatException($"{where}, line {magic + 1}: '{lines[magic].Trim()}' is a magic command of .NET "
                + $"Interactive, which neither this program nor Verso knows. Say it in C#, or tag the cell {CellTag.SkipExecution}.");
    }

    private static string? Text(NotebookCell cell, string part, string key) =>
        (cell.Metadata[part] as System.Text.Json.Nodes.JsonObject)?[key] is System.Text.Json.Nodes.JsonValue value
            && value.TryGetValue(out string? text) ? text : null;
}
