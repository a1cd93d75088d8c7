using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Packages;
using AnomalyNotebooks.Cli.Running;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AnomalyNotebooks.Cli.Export;

/// <summary>
/// A notebook as a file-based C# program that <c>dotnet run FILE.cs</c> runs: the code of all cells in order, the text as comments,
/// types at the end as the language asks, and what cells show printed, with figures and tables on a page beside the file.
/// </summary>
internal static partial class CSharpFile
{
    private const string NoSettings = "<Project />\n";
    private static readonly string[] Settings = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"];
    private static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    /// <summary>Writes the program.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="path">The file to write.</param>
    /// <exception cref="NotebookFormatException">The notebook uses what only scripts allow.</exception>
    public static void Write(Notebook notebook, string path)
    {
        OutputPlace.RequireOurs(path);
        string[] empty = [.. EmptyProjects(Path.GetDirectoryName(Path.GetFullPath(path))!)];
        AtomicFile.WriteText(path, ToText(notebook, Path.GetFullPath(path)));
        foreach (string file in empty) AtomicFile.WriteText(file, NoSettings);
    }

    /// <summary>The files that keep the repository's settings from reaching a folder inside it; none are needed outside.</summary>
    /// <exception cref="AnomalyException">The folder has settings or projects of its own.</exception>
    private static IEnumerable<string> EmptyProjects(string folder)
    {

        // The repository's settings (warnings as errors, central versions) are for its own projects: empty ones end their reach.
        if (Workspace.FindRoot(folder) is null) return [];
        string[] files = [.. Settings.Select(name => Path.Combine(folder, name))];
        string[] own = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.*proj"), .. Directory.GetFiles(folder, "*.sln*")] : [];
        string? taken = own.Concat(files.Where(file => File.Exists(file) && File.ReadAllText(file) != NoSettings)).FirstOrDefault();
        return taken is null ? files : throw new AnomalyException(
            $"{Workspace.Shorten(folder)} has {Path.GetFileName(taken)}, which an exported program must not be built with and must not "
                + "replace. Name another folder: --output.");
    }

    /// <summary>The program's text.</summary>
    public static string ToText(Notebook notebook, string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        var usings = new SortedSet<string>(Worker.ScriptSession.Imports.Append("System.IO").Select(name => $"using {name};"),
            StringComparer.Ordinal);
        var body = new StringBuilder();
        var types = new StringBuilder();
        var names = new ScriptNames();
        foreach (NotebookCell cell in notebook.Cells)
        {
            if (cell.Kind == CellKind.Markdown)
                body.Append('\n').AppendJoin("", cell.Source.Split('\n').Select(line => $"// {line}".TrimEnd() + "\n"));
            if (!cell.IsCode || cell.HasTag(CellTag.SkipExecution)) continue;
            body.Append('\n');
            foreach (string code in CodeOf(notebook, cell))
                AddCode(code, $"{Workspace.Shorten(notebook.Path)}, cell {cell.CodeNumber}", names, usings, body, types);
        }

        return $"""
            {Header(notebook, folder)}
            {string.Join('\n', usings)}

            // Paths in the notebook start from its folder.
            string home = (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
            Environment.CurrentDirectory = Path.Combine(home, {Literal(Relative(folder, notebook.Folder))});
            var page = new StringBuilder();
            {body}
            string file = Path.Combine(home, {Literal(notebook.Name + ".html")});
            string title = {Literal(WebUtility.HtmlEncode(notebook.Name))};
            File.WriteAllText(file,
                "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
                + $"<title>{"{title}"}</title>"
                + $"<body style=\"font-family:system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem\">{"{page}"}</body></html>");
            Console.WriteLine($"Figures and tables: {"{file}"}");

            // Shows the value of a cell's last expression: as text here, on the page where it has a richer form.
            void Display(object? value)
            {"{"}
                Console.WriteLine(value switch
                {"{"}
                    null => "<null>",
                    string text => text,
                    System.Collections.IEnumerable items => string.Join(", ", items.Cast<object?>()),
                    _ => value,
                {"}"});
                if (value?.GetType().GetMethod("ToHtml", Type.EmptyTypes)?.Invoke(value, null) is string html)
                    page.Append("<section>").Append(html).Append("</section>\n");
            {"}"}

            {types}
            """.ReplaceLineEndings("\n").TrimEnd() + "\n";
    }

    private static string Header(Notebook notebook, string folder)
    {
        string[] codes = [.. notebook.CodeCells.Where(cell => !cell.HasTag(CellTag.SkipExecution)).SelectMany(cell =>
            CodeOf(notebook, cell))];
        string? root = Workspace.FindRoot(notebook.Folder);
        var header = new StringBuilder($"// {OneLine(notebook.Title)}\n// Made from {OneLine(notebook.Name)}.ipynb by: anomaly export "
            + $"{OneLine(notebook.Name)} --to cs. Runs with: dotnet run {OneLine(notebook.Name)}.cs\n");
        foreach (string name in codes.SelectMany(code => LibraryReference().Matches(code)).Select(match => match.Groups["name"].Value)
            .Distinct())
            if (root is not null) header.Append("#:project ").Append(Relative(folder, Path.Combine(root, "src", name, name + ".csproj")))
                .Append('\n');
        foreach (PackageReference package in PackageDirectives.In(notebook.Folder, codes).References)
            header.Append($"#:package {package.Id}@{package.Version}\n");
        return header.Append("#:property PublishAot=false\n#:property WarningLevel=0\n").ToString();
    }

    /// <summary>A cell's code, or the code of what it imports.</summary>
    private static IEnumerable<string> CodeOf(Notebook notebook, NotebookCell cell) =>
        NotebookImports.IsImport(cell.Source) ? NotebookImports.In(notebook, cell).Select(piece => piece.Code) : [cell.Source];

    private static void AddCode(string code, string where, ScriptNames names, SortedSet<string> usings, StringBuilder body,
        StringBuilder types)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(WithoutDirectives(code), Script);
        if (tree.GetDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } error)
            throw new NotebookFormatException(
                $"{where} does not compile: {error.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}");
        CompilationUnitSyntax unit = names.Rename((CompilationUnitSyntax)tree.GetRoot());
        foreach (UsingDirectiveSyntax directive in unit.Usings) usings.Add(directive.WithoutTrivia().ToString());
        foreach (MemberDeclarationSyntax member in unit.Members)
        {
            switch (member)
            {
                case BaseTypeDeclarationSyntax or DelegateDeclarationSyntax:
                    types.Append(member.ToFullString().Trim('\n')).Append('\n');
                    break;
                case FieldDeclarationSyntax field:
                    body.Append(field.WithModifiers(default).WithLeadingTrivia(field.GetLeadingTrivia()).ToFullString().TrimEnd())
                        .Append('\n');
                    break;
                case MethodDeclarationSyntax method:
                    SyntaxTokenList kept = [.. method.Modifiers.Where(modifier =>
                        modifier.Kind() is SyntaxKind.AsyncKeyword or SyntaxKind.UnsafeKeyword)];
                    body.Append(method.WithModifiers(kept).WithLeadingTrivia(method.GetLeadingTrivia()).ToFullString().TrimEnd())
                        .Append('\n');
                    break;
                case GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } shown }:
                    body.Append(shown.GetLeadingTrivia().ToFullString()).Append("Display(")
                        .Append(shown.Expression.WithoutTrivia().ToFullString()).Append(");\n");
                    break;
                case GlobalStatementSyntax statement:
                    body.Append(statement.ToFullString().TrimEnd()).Append('\n');
                    break;
                default:
                    throw new NotebookFormatException($"{where}: '{member.ToString().Split('\n')[0]}' is allowed in a notebook only; a "
                        + "program has no place for it.");
            }
        }
    }

    /// <summary>References are the header's matter, and a program has no notebook host.</summary>
    private static string WithoutDirectives(string code) =>
        string.Join('\n', code.Split('\n').Where(line =>
            !Array.Exists(["#r", "#i", "NotebookHost."], start => line.TrimStart().StartsWith(start, StringComparison.Ordinal))));

    [GeneratedRegex("""^[ \t]*#r[ \t]+"(?<folder>[^"\r\n]*[/\\])?(?<name>AnomalyNotebooks[.\w]*)\.dll".*$""",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LibraryReference();

    private static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    private static string OneLine(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' or '\u0085' ? ' ' : c));

    private static string Relative(string from, string to) => Path.GetRelativePath(from, to).Replace('\\', '/');
}
