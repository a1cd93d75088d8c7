using System.Text.RegularExpressions;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Running;

namespace AnomalyNotebooks.Cli.Packages;

/// <summary>The lines of a notebook that ask for packages: <c>#r "nuget: Id, Version"</c>, and <c>#i "nuget: source"</c> for where to
/// look.</summary>
/// <param name="References">The packages, in order, each once.</param>
/// <param name="Sources">Further sources: folders as full paths, or addresses.</param>
internal sealed partial record PackageDirectives(IReadOnlyList<PackageReference> References, IReadOnlyList<string> Sources)
{
    /// <summary>The directives of all code that a notebook runs, its imports included.</summary>
    public static PackageDirectives In(NotebookPlan plan) => In(
        plan.Notebook.Folder, plan.Cells.Where(cell => !cell.HasTag(CellTag.SkipExecution)).SelectMany(plan.CodeOf).Select(piece =>
            piece.Code));

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
            else references.Add(new PackageReference(parts[0], Version(match.Groups["text"].Value, parts)));
        }

        return new PackageDirectives([.. references.Distinct()], [.. sources.Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>The assemblies that the executed cells refer to by file, as full paths.</summary>
    public static IEnumerable<string> FilesIn(NotebookPlan plan) => plan.Cells
        .Where(cell => !cell.HasTag(CellTag.SkipExecution))
        .SelectMany(plan.CodeOf)
        .SelectMany(piece => FileReference().Matches(piece.Code))
        .Select(match => Path.GetFullPath(Path.Combine(plan.Notebook.Folder, match.Groups["file"].Value)))
        .Distinct(StringComparer.Ordinal);

    /// <summary>A cell's code without the directives; every other line keeps its number.</summary>
    public static string Remove(string code) => Directive().Replace(code, "");

    // What is restored tomorrow must be what is restored today.
    private static string Version(string text, string[] parts) => parts is [_, var version] && ExactVersion().IsMatch(version)
        ? version
        : throw new NotebookFormatException($"#r \"nuget: {text.Trim()}\" names no exact version, and another day would bring another "
            + $"package. Write #r \"nuget: {parts[0]}, 1.2.3\".");

    private static string AsSource(string folder, string source) =>
        source.Contains("://", StringComparison.Ordinal) ? source : Path.GetFullPath(Path.Combine(folder, source));

    [GeneratedRegex("""^[ \t]*#r[ \t]+"(?!nuget:)(?<file>[^"\r\n\0]+)"[ \t]*\r?$""", RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileReference();

    [GeneratedRegex(@"^\d+(\.\d+){1,3}(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$", RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex ExactVersion();

    [GeneratedRegex("""^[ \t]*#(?<kind>[ri])[ \t]+"nuget:[ \t]*(?<text>[^"\r\n]*)".*$""",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Directive();
}
