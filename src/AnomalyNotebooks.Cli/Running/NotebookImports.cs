using System.Text.RegularExpressions;
using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>
/// <c>#!import path</c>, alone in its cell: runs a script (.csx, .cs) or the code cells of a notebook as if it stood there. The one
/// way to refer to a library that .NET Interactive, Verso and this program share. Paths start from the folder of the file that imports.
/// </summary>
internal static partial class NotebookImports
{
    /// <summary>The script of the built library; those of its neighbours lie beside it.</summary>
    public const string LibraryScript = "AnomalyNotebooks.csx";

    /// <summary>Whether a cell imports.</summary>
    public static bool IsImport(string code) => Import().IsMatch(code);

    /// <summary>What a notebook's cell imports, in the order it runs; empty for a cell that imports nothing.</summary>
    /// <exception cref="NotebookFormatException">The file is missing, is neither script nor notebook, imports itself, or the cell holds
    /// other code.</exception>
    public static IReadOnlyList<CodePiece> In(Notebook notebook, NotebookCell cell) =>
        IsImport(cell.Source) ? Follow(cell.Source, notebook.Folder, $"{Workspace.Shorten(notebook.Path)}, cell {cell.CodeNumber}",
            [notebook.Path]) : [];

    /// <summary>The file that a cell imports, as a full path; null where it imports none.</summary>
    public static string? PathIn(Notebook notebook, NotebookCell cell) =>
        Import().Match(cell.Source) is { Success: true } import
            ? Path.GetFullPath(Path.Combine(notebook.Folder, import.Groups["path"].Value.Trim())) : null;

    /// <summary>The code of a script or of a notebook's cells, with what these import.</summary>
    public static IReadOnlyList<CodePiece> Read(string path, string where, IReadOnlyList<string> chain)
    {
        if (chain.Contains(path, StringComparer.Ordinal))
            throw new NotebookFormatException($"{where}: imports go round in a circle: "
                + $"{string.Join(" -> ", chain.Append(path).Select(Path.GetFileName))}.");
        if (!File.Exists(path))
        {
            bool isBuilt = Path.GetFileName(path).StartsWith("AnomalyNotebooks.", StringComparison.Ordinal);
            throw new NotebookFormatException($"{where}: {Workspace.Shorten(path)} does not exist. "
                + (isBuilt ? "The build makes it: dotnet build AnomalyNotebooks.sln"
                    : "The path starts from the folder of the file that imports it."));
        }

        string[] next = [.. chain, path];
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".csx" or ".cs":
                string code = RegularFile.Text(path);
                IEnumerable<CodePiece> before = Import().Matches(code).SelectMany(import =>
                    Follow(import.Value, Path.GetDirectoryName(path)!, Path.GetFileName(path), next));
                return [.. before, new CodePiece(Path.GetFileName(path), Import().Replace(code, ""))];
            case ".ipynb":
                Notebook notebook = Notebook.Load(path);
                return [.. notebook.CodeCells.Where(cell => !cell.HasTag(CellTag.SkipExecution)).SelectMany(cell =>
                    OfCell(notebook, cell, next))];
            default:
                throw new NotebookFormatException($"{where}: {Path.GetFileName(path)} can not be imported: it is neither a script (.csx, "
                    + ".cs) nor a notebook (.ipynb).");
        }
    }

    private static IEnumerable<CodePiece> OfCell(Notebook notebook, NotebookCell cell, string[] chain)
    {
        string name = $"{Path.GetFileName(notebook.Path)}, cell {cell.CodeNumber}";
        return IsImport(cell.Source) ? Follow(cell.Source, notebook.Folder, name, chain) : [new CodePiece(name, cell.Source)];
    }

    private static IReadOnlyList<CodePiece> Follow(string code, string folder, string where, IReadOnlyList<string> chain)
    {
        Match import = Import().Match(code);
        if (code.Remove(import.Index, import.Length).Split('\n').Any(line => line.Trim() is { Length: > 0 } text
            && !text.StartsWith("//", StringComparison.Ordinal)))
            throw new NotebookFormatException($"{where}: #!import stands beside other code, which Verso would leave out. Give it a cell "
                + "of its own.");
        string path = import.Groups["path"].Value.Trim();
        if (path.StartsWith('"')) throw new NotebookFormatException($"{where}: #!import {path}: without quotes; Verso would take them "
            + "for a part of the name.");
        return Read(Path.GetFullPath(Path.Combine(folder, path)), where, chain);
    }

    [GeneratedRegex(@"^[ \t]*#!import[ \t]+(?<path>[^\r\n]*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Import();
}
