using AnomalyNotebooks.Cli.Notebooks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>
/// The files that notebooks leave for later ones. In their code these are paths that begin with <c>../artifacts/</c>; a run puts that
/// folder where its other output goes, so that a quick look never overwrites what a full run has saved.
/// </summary>
internal static class NotebookArtefacts
{
    private const string Prefix = "../artifacts/";
    private const string Libraries = Prefix + "lib/";
    private static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    /// <summary>What a notebook saves, as paths below the folder of artefacts: <c>models/autoencoder.safetensors</c>.</summary>
    public static IReadOnlyList<string> MadeBy(Notebook notebook) =>
        [.. Uses(notebook).Where(use => use.IsSaved).Select(use => use.Path).Distinct()];

    /// <summary>What a notebook reads and has not saved itself before.</summary>
    public static IReadOnlyList<string> NeededBy(Notebook notebook)
    {
        var made = new HashSet<string>(StringComparer.Ordinal);
        var needed = new List<string>();
        foreach ((string path, bool isSaved) in Uses(notebook))
        {
            if (isSaved) made.Add(path);
            else if (!made.Contains(path) && !needed.Contains(path)) needed.Add(path);
        }

        return needed;
    }

    /// <summary>A cell's code with the folder of artefacts in another place.</summary>
    /// <param name="code">The code as it stands in the notebook.</param>
    /// <param name="notebookFolder">The folder that its relative paths start from.</param>
    /// <param name="artefacts">Where artefacts go in this run.</param>
    public static string Redirect(string code, string notebookFolder, string artefacts)
    {
        if (Path.GetFullPath(Path.Combine(notebookFolder, Prefix)).TrimEnd(Path.DirectorySeparatorChar) == Path.GetFullPath(artefacts))
            return code;
        IEnumerable<TextChange> changes = Literals(code).Select(literal => new TextChange(
            literal.Span, SymbolDisplay.FormatLiteral(Path.Combine(Path.GetFullPath(artefacts), literal.ValueText[Prefix.Length..]),
                quote: true)));
        return SourceText.From(code).WithChanges(changes).ToString();
    }

    /// <summary>The paths given to methods that write or read, in the order of the code; what else is done with a path says
    /// neither.</summary>
    private static IEnumerable<(string Path, bool IsSaved)> Uses(Notebook notebook) =>
        from cell in notebook.CodeCells
        where !cell.HasTag(CellTag.SkipExecution)
        from literal in Literals(cell.Source)
        let method = MethodOf(literal)
        let isSaved = StartsWithAny(method, "Save", "Write")
        where isSaved || StartsWithAny(method, "Load", "Read", "Open")
        select (literal.ValueText[Prefix.Length..], isSaved);

    private static IEnumerable<SyntaxToken> Literals(string code) => CSharpSyntaxTree.ParseText(code, Script).GetRoot().DescendantTokens()
        .Where(token => token.IsKind(SyntaxKind.StringLiteralToken) && token.ValueText.StartsWith(Prefix, StringComparison.Ordinal)
            && !token.ValueText.StartsWith(Libraries, StringComparison.Ordinal));

    private static string MethodOf(SyntaxToken literal) =>
        literal.Parent?.FirstAncestorOrSelf<InvocationExpressionSyntax>()?.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.Text,
        SimpleNameSyntax simple => simple.Identifier.Text,
        _ => "",
    };

    private static bool StartsWithAny(string name, params string[] beginnings) =>
        Array.Exists(beginnings, beginning => name.StartsWith(beginning, StringComparison.Ordinal));
}
