using System.Text.RegularExpressions;
using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Tests.Workbook;

/// <summary>The solutions that a lesson folds away below its exercises.</summary>
internal static partial class Solutions
{
    /// <summary>The text of each solution, in order.</summary>
    public static IReadOnlyList<string> In(Notebook notebook) =>
        [.. notebook.Cells.Where(cell => cell.Kind == CellKind.Markdown).SelectMany(cell => Folded().Matches(cell.Source)).Select(match =>
            match.Groups["text"].Value)];

    /// <summary>The C# of a solution; empty where it needs none.</summary>
    public static string Code(string solution) => string.Join('\n', Fence().Matches(solution).Select(match => match.Groups["code"].Value));

    [GeneratedRegex(@"^<details>\n<summary>Solution</summary>\n\n(?<text>.*?)\n\n</details>$",
        RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Folded();

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fence();
}
