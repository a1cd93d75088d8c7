using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AnomalyNotebooks.Cli.Export;

/// <summary>
/// A later cell of a notebook may declare a name again, which hides the earlier one; a program may not. From the second declaration
/// on the name gets a number: <c>result</c>, <c>result2</c>.
/// </summary>
internal sealed class ScriptNames
{
    private readonly Dictionary<string, int> declared = [];

    /// <summary>The code of the next cell, with names that hide earlier ones changed.</summary>
    public CompilationUnitSyntax Rename(CompilationUnitSyntax cell)
    {
        foreach (string name in cell.Members.SelectMany(Declared).Distinct()) declared[name] = declared.GetValueOrDefault(name) + 1;
        return (CompilationUnitSyntax)new Renamer(declared).Visit(cell);
    }

    private static IEnumerable<string> Declared(MemberDeclarationSyntax member) => member switch
    {
        FieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => variable.Identifier.Text),
        MethodDeclarationSyntax method => [method.Identifier.Text],
        BaseTypeDeclarationSyntax type => [type.Identifier.Text],
        GlobalStatementSyntax { Statement: ExpressionStatementSyntax statement } =>
            statement.DescendantNodes(node => node is not LambdaExpressionSyntax).OfType<SingleVariableDesignationSyntax>()
            .Select(variable => variable.Identifier.Text),
        _ => [],
    };

    private sealed class Renamer(Dictionary<string, int> declared) : CSharpSyntaxRewriter
    {
        public override SyntaxToken VisitToken(SyntaxToken token)
        {
            if (!token.IsKind(SyntaxKind.IdentifierToken) || !declared.TryGetValue(token.Text, out int times) || times < 2
                || !IsReference(token)) return base.VisitToken(token);
            return SyntaxFactory.Identifier(token.LeadingTrivia, string.Create(CultureInfo.InvariantCulture, $"{token.Text}{times}"),
                token.TrailingTrivia);
        }

        /// <summary>Whether a token stands for a top-level name, rather than for a member, an argument's name or a parameter.</summary>
        private static bool IsReference(SyntaxToken token) => token.Parent switch
        {
            SimpleNameSyntax { Parent: MemberAccessExpressionSyntax access } name => access.Expression == name,
            SimpleNameSyntax { Parent: NameColonSyntax or NameEqualsSyntax or MemberBindingExpressionSyntax or QualifiedNameSyntax } =>
                false,
            SimpleNameSyntax { Parent: AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment } name =>
                assignment.Left != name,
            SimpleNameSyntax => true,
            VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } => true,
            MethodDeclarationSyntax or BaseTypeDeclarationSyntax or ConstructorDeclarationSyntax or SingleVariableDesignationSyntax => true,
            _ => false,
        };
    }
}
