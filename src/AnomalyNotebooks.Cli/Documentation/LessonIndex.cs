using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Running;

namespace AnomalyNotebooks.Cli.Documentation;

/// <summary>The table of lessons: each notebook's title and question, and the results recorded in its committed outputs.</summary>
internal static partial class LessonIndex
{
    private const string Question = "**Question.** ";
    private const int MostResults = 6;

    /// <summary>The table in Markdown.</summary>
    /// <param name="notebooks">The notebooks in order.</param>
    /// <param name="folder">Where they lie, as seen from the README.</param>
    public static string Markdown(IEnumerable<Notebook> notebooks, string folder)
    {
        var table = new StringBuilder("| lesson | question | minutes | results |\n| --- | --- | ---: | --- |\n");
        int together = 0;
        foreach (Notebook notebook in notebooks)
        {
            int? minutes = MinutesOf(notebook);
            together += minutes ?? 0;
            table.Append("| [").Append(Cell(notebook.Title)).Append("](").Append(folder).Append('/').Append(notebook.Name)
                .Append(".ipynb) | ").Append(Cell(QuestionOf(notebook))).Append(" | ")
                .Append(minutes?.ToString(CultureInfo.InvariantCulture)).Append(" | ")
                .Append(Cell(ResultsOf(notebook))).Append(" |\n");
        }

        if (together > 0)
            table.Append(CultureInfo.InvariantCulture,
                $"\nBy these estimates the whole course takes {together / 60} hours and {together % 60} minutes, exercises included.\n");
        return table.ToString();
    }

    // What a lesson says of itself, once.
    private static int? MinutesOf(Notebook notebook) => notebook.Cells.Where(cell => cell.Kind == CellKind.Markdown)
        .Select(cell => Minutes().Match(cell.Source)).FirstOrDefault(match => match.Success) is { } found
        ? int.Parse(found.Groups["minutes"].ValueSpan, CultureInfo.InvariantCulture) : null;

    private static string QuestionOf(Notebook notebook) => notebook.Cells.Where(cell => cell.Kind == CellKind.Markdown)
        .SelectMany(cell => cell.Source.Split('\n'))
        .Where(line => line.StartsWith(Question, StringComparison.Ordinal))
        .Select(line => line[Question.Length..])
        .FirstOrDefault("");

    private static string ResultsOf(Notebook notebook)
    {
        RecordedResult[] results = [.. notebook.CodeCells.SelectMany(cell => RecordedResult.In(cell.Outputs))];
        string shown = string.Join("; ", results.Take(MostResults).Select(result => $"{result.Name} {result.Shown}"));
        return results.Length > MostResults ? $"{shown}; {results.Length - MostResults} more in the lesson" : shown;
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    [GeneratedRegex(@"\*\*Time:\*\* about (?<minutes>\d{1,3}) minutes", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Minutes();
}
