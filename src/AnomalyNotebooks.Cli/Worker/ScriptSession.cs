using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace AnomalyNotebooks.Cli.Worker;

/// <summary>The state of a notebook while it runs: each cell sees the variables, types and usings of those before it.</summary>
internal sealed class ScriptSession(string folder, IReadOnlyList<string> references)
{
    /// <summary>What both .NET Interactive and Verso import; a cell that needs more says so by a <c>using</c>.</summary>
    public static readonly ImmutableArray<string> Imports =
        ["System", "System.Collections.Generic", "System.Linq", "System.Text", "System.Threading.Tasks"];

    private readonly ScriptOptions baseOptions = ScriptOptions.Default
        .WithLanguageVersion(LanguageVersion.Latest)
        .WithImports(Imports)
        .AddReferences(typeof(object).Assembly, typeof(Enumerable).Assembly)
        .AddReferences(references)
        .WithMetadataResolver(ScriptMetadataResolver.Default.WithBaseDirectory(folder))
        .WithSourceResolver(ScriptSourceResolver.Default.WithBaseDirectory(folder))
        .WithFileEncoding(System.Text.Encoding.UTF8)
        .WithEmitDebugInformation(true);

    private readonly InteractiveAssemblyLoader loader = PackageAssemblies.Load(references);

    private ScriptState<object>? state;

    /// <summary>Compiles and executes a cell, or a piece of code that it imports.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="code">The code.</param>
    /// <returns>Whether the cell ended in an expression, and its value.</returns>
    /// <exception cref="CompilationErrorException">The cell does not compile.</exception>
    public async Task<(bool HasValue, object? Value)> RunAsync(string name, string code)
    {
        ScriptOptions options = baseOptions.WithFilePath(name);
        Script<object> script = state is null
            ? CSharpScript.Create<object>(code, options, assemblyLoader: loader)
            : state.Script.ContinueWith<object>(code, options);

        // On an exception the variables assigned before it stay, as they do in every notebook host.
        ScriptState<object> next = state is null
            ? await script.RunAsync(globals: null, catchException: _ => true)
            : await script.RunFromAsync(state, catchException: _ => true);
        if (next.Exception is not null)
        {
            state = next;
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(next.Exception);
        }

        state = next;
        return (next.ReturnValue is not null || EndsInNullExpression(script), next.ReturnValue);
    }

    /// <summary>The name that a cell's code carries in compiler messages and stack traces.</summary>
    public static string CellName(int cell) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"cell {cell}");

    /// <summary>Compiles and runs a few lines, so that the compiler is loaded and jitted before the first cell needs it.</summary>
    public static async Task WarmUpAsync()
    {
        var session = new ScriptSession(AppContext.BaseDirectory, []);
        await session.RunAsync("", "using System.IO;\nvar numbers = new[] { 1, 2, 3 }.Select(n => n * 2.0).ToArray();\nrecord "
            + "Pair(string Name, double Value);\n$\"{numbers.Length}\"");
        await session.RunAsync("", "var pairs = numbers.Select(n => new Pair($\"{n:F1}\", n)).ToList();\nforeach (var pair in pairs) { "
            + "if (pair.Value > 9) throw new Exception(pair.Name); }\npairs.Count");
    }

    private static bool EndsInNullExpression(Script script)
    {
        Compilation compilation = script.GetCompilation();
        SyntaxTree? tree = compilation.SyntaxTrees.LastOrDefault();
        if (tree?.GetRoot() is not CompilationUnitSyntax unit) return false;
        return unit.Members.LastOrDefault()
            is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last }
            && compilation.GetSemanticModel(tree).GetTypeInfo(last.Expression).Type is { SpecialType: not SpecialType.System_Void };
    }
}
