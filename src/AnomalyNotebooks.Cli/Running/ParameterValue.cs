using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>Checks a value from the command line against the type of a parameter.</summary>
internal static class ParameterValue
{
    /// <summary>The value as a C# expression of the parameter's type; null where it is none.</summary>
    /// <remarks>Built-in types are checked here. Types that a notebook brings (enumerations, arrays of them) are checked when its cell
    /// compiles.</remarks>
    public static string? ToExpression(NotebookParameter parameter, string text)
    {
        text = text.Trim();
        if (parameter.Type.TrimEnd('?') == "string" && !text.StartsWith('"') && !(text == "null" && parameter.Type.EndsWith('?')))
            return SymbolDisplay.FormatLiteral(text, quote: true);

        ExpressionSyntax expression = SyntaxFactory.ParseExpression(text, consumeFullText: true);
        if (text.Length == 0 || expression.ContainsDiagnostics) return null;
        return Fits(parameter.Type, expression) ? text : null;
    }

    private static bool Fits(string type, ExpressionSyntax expression)
    {
        if (type.EndsWith('?')) return expression.IsKind(SyntaxKind.NullLiteralExpression) || Fits(type[..^1], expression);
        bool negative = expression is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression };
        object? literal = ((negative ? ((PrefixUnaryExpressionSyntax)expression).Operand
            : expression) as LiteralExpressionSyntax)?.Token.Value;
        return type switch
        {
            "bool" => literal is bool,
            "string" => literal is string,
            "char" => literal is char,
            "int" => literal is int,
            "long" => literal is int or long or uint,
            "uint" => literal is int or uint && !negative,
            "ulong" => literal is int or uint or long or ulong && !negative,
            "double" => literal is int or long or uint or ulong or float or double,
            "float" => literal is int or long or uint or ulong or float,
            "decimal" => literal is int or long or uint or ulong or decimal,
            _ => true,
        };
    }
}
