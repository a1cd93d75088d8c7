using System.Text;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Running;

namespace AnomalyNotebooks.Cli.Documentation;

/// <summary>The table of lessons: each notebook's title and question, and the results recorded in its committed outputs.</summary>
internal static class LessonIndex
{
    private const string Question = "**Question.** ";
    private const int MostResults = 6;

    /// <summary>The table in Markdown.</summary>
    /// <param name="notebooks">The notebooks in order.</param>
    /// <param name="folder">Where they lie, as seen from the README.</param>
    public static string Markdown(IEnumerable<Notebook> notebooks, string folder)
    {
        var table = new StringBuilder("| lesson | question | results |\n| --- | --- | --- |\n");
        foreach (Notebook notebook in notebooks)
            table.Append("| [").Append(Cell(notebook.Title)).Append("](").Append(folder).Append('/').Append(notebook.Name)
                .Append(".ipynb) | ")
                .Append(Cell(QuestionOf(notebook))).Append(" | ").Append(Cell(ResultsOf(notebook))).Append(" |\n");
        return table.ToString();
    }

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
}
