using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>A notebook that will run: a copy with its outputs cleared, checked for what this program cannot execute.</summary>
internal sealed class NotebookPlan
{
    private NotebookPlan(Notebook source, Notebook notebook)
    {
        Source = source;
        Notebook = notebook;
    }

    /// <summary>The notebook as it stands in its file.</summary>
    public Notebook Source { get; }

    /// <summary>The copy that receives the outputs.</summary>
    public Notebook Notebook { get; }

    /// <summary>The values, as C# expressions, that replace those of the notebook's parameters.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; set; } = new Dictionary<string, string>();

    /// <summary>The code cells in order.</summary>
    public IReadOnlyList<NotebookCell> Cells => [.. Notebook.CodeCells];

    /// <summary>Plans a notebook.</summary>
    /// <exception cref="NotebookFormatException">A cell is in another language or uses a magic command.</exception>
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
        string? kernel = (cell.Metadata["polyglot_notebook"]?["kernelName"] ?? cell.Metadata["dotnet_interactive"]?["language"])?.GetValue<string>();
        if (kernel is not (null or "csharp") && !cell.HasTag(CellTag.SkipExecution))
            throw new NotebookFormatException($"{where} is written for the kernel '{kernel}'; this program executes C# cells only. Tag the cell {CellTag.SkipExecution}, or run the notebook in .NET Interactive.");
        string[] lines = cell.Source.Split('\n');
        int magic = Array.FindIndex(lines, line => line.StartsWith("#!", StringComparison.Ordinal));
        if (magic >= 0 && !cell.HasTag(CellTag.SkipExecution))
            throw new NotebookFormatException($"{where}, line {magic + 1}: '{lines[magic].Trim()}' is a magic command of .NET Interactive, which neither this program nor Verso knows. Say it in C#, or tag the cell {CellTag.SkipExecution}.");
    }
}
