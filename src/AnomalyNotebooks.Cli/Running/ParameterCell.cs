using System.Text.RegularExpressions;
using AnomalyNotebooks.Cli.Notebooks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>
/// Reads and replaces the parameters of a notebook. They are ordinary declarations, so the notebook means the same in every host:
/// <code>int epochs = 30;   // passes over the training rows (smoke: 2)</code>
/// </summary>
internal static partial class ParameterCell
{
    private static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    /// <summary>The parameters of a notebook, in their order.</summary>
    /// <exception cref="NotebookFormatException">A parameter is declared with <c>var</c>, or several in one declaration.</exception>
    public static IReadOnlyList<NotebookParameter> In(Notebook notebook) =>
        [.. Cells(notebook).SelectMany(cell => Parse(cell, $"{Workspace.Shorten(notebook.Path)}, cell {cell.CodeNumber}"))];

    /// <summary>Writes other values into the declarations.</summary>
    /// <param name="notebook">The notebook to change.</param>
    /// <param name="values">C# expressions by parameter name.</param>
    public static void Replace(Notebook notebook, IReadOnlyDictionary<string, string> values)
    {
        foreach (NotebookCell cell in Cells(notebook))
        {
            SourceText source = SourceText.From(cell.Source);
            IEnumerable<TextChange> changes =
                from parameter in Parse(cell, notebook.Name)
                where values.ContainsKey(parameter.Name)
                select new TextChange(parameter.Span, values[parameter.Name]);
            cell.Source = source.WithChanges(changes).ToString();
        }
    }

    private static IEnumerable<NotebookCell> Cells(Notebook notebook) => notebook.CodeCells.Where(cell => cell.HasTag(CellTag.Parameters));

    private static IEnumerable<NotebookParameter> Parse(NotebookCell cell, string where)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(cell.Source, Script).GetRoot();
        foreach (FieldDeclarationSyntax field in root.ChildNodes().OfType<FieldDeclarationSyntax>())
        {
            if (field.Declaration is not { Variables: [{ Initializer.Value: { } value } variable], Type: { } type })
                throw new NotebookFormatException($"{where}: '{field}' declares no single value. Write each parameter as a declaration "
                    + "of its own: int epochs = 30;");
            if (type.IsVar)
                throw new NotebookFormatException($"{where}: the parameter '{variable.Identifier.Text}' is declared with 'var'. Name its "
                    + "type, so that other values can be checked against it.");
            (string description, string? smoke) = ReadComment(field);
            yield return new NotebookParameter(variable.Identifier.Text, type.ToString(), value.ToString(), smoke, description, value.Span);
        }
    }

    private static (string Description, string? Smoke) ReadComment(FieldDeclarationSyntax field)
    {
        string comment = field.GetTrailingTrivia().FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia)).ToString()
            .TrimStart('/').Trim();
        Match smoke = SmokeValue().Match(comment);
        return smoke.Success ? (comment[..smoke.Index].Trim(' ', ',', ';'), smoke.Groups["value"].Value) : (comment, null);
    }

    [GeneratedRegex(@"(?:\(smoke:\s*(?<value>.+)\)|\bsmoke:\s*(?<value>.+))$", RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex SmokeValue();
}
