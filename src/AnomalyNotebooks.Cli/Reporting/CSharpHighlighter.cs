using System.Net;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace AnomalyNotebooks.Cli.Reporting;

/// <summary>C# as HTML with its keywords, texts, numbers, comments, types and methods marked, lightly. Works on code that does not compile,
/// too.</summary>
internal static class CSharpHighlighter
{
    private static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);

    /// <summary>The code, escaped, with <c>span</c> elements of the classes k, s, n, c, t, m and p.</summary>
    public static string ToHtml(string code)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(code, Script).GetRoot();
        var html = new StringBuilder(code.Length * 2);
        int at = 0;
        foreach ((TextSpan span, string kind) in Marks(root).OrderBy(mark => mark.Span.Start))
        {
            if (span.Start < at) continue;
            html.Append(WebUtility.HtmlEncode(code[at..span.Start]));
            html.Append("<span class=\"").Append(kind).Append("\">").Append(WebUtility.HtmlEncode(code[span.Start..span.End]))
                .Append("</span>");
            at = span.End;
        }

        return html.Append(WebUtility.HtmlEncode(code[at..])).ToString();
    }

    private static IEnumerable<(TextSpan Span, string Kind)> Marks(SyntaxNode root)
    {
        foreach (SyntaxTrivia trivia in root.DescendantTrivia())
        {
            if (trivia.IsDirective) yield return (TrimEnd(trivia), "p");
            else if (trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia)
                yield return (trivia.Span, "c");
        }

        foreach (SyntaxToken token in root.DescendantTokens())
            if (token.Span.Length > 0 && KindOf(token) is { } kind) yield return (token.Span, kind);
    }

    private static TextSpan TrimEnd(SyntaxTrivia directive)
    {
        string text = directive.ToString();
        return new TextSpan(directive.SpanStart, text.TrimEnd().Length);
    }

    private static string? KindOf(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.NumericLiteralToken => "n",
        SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken
            or SyntaxKind.MultiLineRawStringLiteralToken
            or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.InterpolatedStringStartToken or SyntaxKind.InterpolatedStringEndToken
            or SyntaxKind.InterpolatedVerbatimStringStartToken or SyntaxKind.InterpolatedSingleLineRawStringStartToken
            or SyntaxKind.InterpolatedMultiLineRawStringStartToken or SyntaxKind.InterpolatedRawStringEndToken => "s",
        SyntaxKind.IdentifierToken => Identifier(token),
        var kind when SyntaxFacts.IsKeywordKind(kind) => "k",
        _ => null,
    };

    private static string? Identifier(SyntaxToken token) => token.Parent switch
    {
        IdentifierNameSyntax { IsVar: true } => "k",
        IdentifierNameSyntax { Parent: InvocationExpressionSyntax invocation } name when invocation.Expression == name => "m",
        SimpleNameSyntax { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } member } name
            when member.Name == name => "m",
        GenericNameSyntax { Parent: InvocationExpressionSyntax } => "m",
        MethodDeclarationSyntax or LocalFunctionStatementSyntax => "m",
        BaseTypeDeclarationSyntax or DelegateDeclarationSyntax or TypeParameterSyntax => "t",
        GenericNameSyntax => "t",
        IdentifierNameSyntax { Parent: MemberAccessExpressionSyntax member } name when member.Expression == name
            && char.IsUpper(name.Identifier.Text[0]) => "t",
        IdentifierNameSyntax { Parent: not (MemberAccessExpressionSyntax or ArgumentSyntax) } name when IsType(name) => "t",
        _ => null,
    };

    private static bool IsType(IdentifierNameSyntax name) => name.Parent switch
    {
        VariableDeclarationSyntax or ObjectCreationExpressionSyntax or ParameterSyntax or TypeArgumentListSyntax or ArrayTypeSyntax
            or NullableTypeSyntax
            or CastExpressionSyntax or BaseTypeSyntax or DeclarationPatternSyntax or TypeOfExpressionSyntax or MethodDeclarationSyntax
            or PropertyDeclarationSyntax or CatchDeclarationSyntax or LocalFunctionStatementSyntax or TupleElementSyntax or RefTypeSyntax =>
                name.Parent.ChildNodes().First(node => node is not AttributeListSyntax) == name || name.Parent is TypeArgumentListSyntax,
        ForEachStatementSyntax loop => loop.Type == name,
        _ => false,
    };
}
