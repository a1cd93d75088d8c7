using System.Text.RegularExpressions;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Running;

namespace AnomalyNotebooks.Cli.Packages;

/// <summary>The lines of a notebook that ask for packages: <c>#r "nuget: Id, Version"</c>, and <c>#i "nuget: source"</c> for where to look.</summary>
/// <param name="References">The packages, in order, each once.</param>
/// <param name="Sources">Further sources: folders as full paths, or addresses.</param>
internal sealed partial record PackageDirectives(IReadOnlyList<PackageReference> References, IReadOnlyList<string> Sources)
{
    /// <summary>The directives of all code that a notebook runs, its imports included.</summary>
    public static PackageDirectives In(NotebookPlan plan) => In(
        plan.Notebook.Folder, plan.Cells.Where(cell => !cell.HasTag(CellTag.SkipExecution)).SelectMany(plan.CodeOf).Select(piece => piece.Code));

    /// <summary>The directives in code.</summary>
    /// <param name="folder">The folder that relative sources start from.</param>
    /// <param name="codes">The code.</param>
    public static PackageDirectives In(string folder, IEnumerable<string> codes)
    {
        var references = new List<PackageReference>();
        var sources = new List<string>();
        foreach (Match match in codes.SelectMany(code => Directive().Matches(code)))
        {
            string[] parts = match.Groups["text"].Value.Split(',', StringSplitOptions.TrimEntries);
            if (match.Groups["kind"].Value == "i") sources.Add(AsSource(folder, parts[0]));
            else references.Add(new PackageReference(parts[0], parts.Length > 1 && parts[1] is not ("" or "*") ? parts[1] : null));
        }

        return new PackageDirectives([.. references.Distinct()], [.. sources.Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>The assemblies that the executed cells refer to by file, as full paths.</summary>
    public static IEnumerable<string> FilesIn(Notebook notebook) => notebook.CodeCells
        .Where(cell => !cell.HasTag(CellTag.SkipExecution))
        .SelectMany(cell => FileReference().Matches(cell.Source))
        .Select(match => Path.GetFullPath(Path.Combine(notebook.Folder, match.Groups["file"].Value)))
        .Distinct(StringComparer.Ordinal);

    /// <summary>A cell's code without the directives; every other line keeps its number.</summary>
    public static string Remove(string code) => Directive().Replace(code, "");

    private static string AsSource(string folder, string source) =>
        source.Contains("://", StringComparison.Ordinal) ? source : Path.GetFullPath(Path.Combine(folder, source));

    [GeneratedRegex("""^[ \t]*#r[ \t]+"(?!nuget:)(?<file>[^"\r\n\0]+)"[ \t]*\r?$""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileReference();

    [GeneratedRegex("""^[ \t]*#(?<kind>[ri])[ \t]+"nuget:[ \t]*(?<text>[^"\r\n]*)".*$""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Directive();
}
