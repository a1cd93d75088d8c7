using System.Globalization;
using Spectre.Console;

namespace AnomalyNotebooks.Cli.Verification;

/// <summary>Shows what matched, what moved and by how much.</summary>
internal static class VerificationTable
{
    private const int LongestText = 60;

    /// <summary>Writes the table of notebooks and, where something moved, the table of differences.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<NotebookComparison> comparisons)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("Notebook", "Results", "Figures", "Texts", "Verdict");
        foreach (NotebookComparison notebook in comparisons)
        {
            string holds = notebook.OtherData is null ? "holds" : notebook.IsEmpty ? "ran; all of it depends on the data"
                : "holds, as far as it does not depend on the data";
            string verdict = notebook.NotRun ?? notebook.Stale ?? (notebook.Holds ? holds : "moved");
            if (notebook.LeftOut > 0) verdict += string.Create(CultureInfo.InvariantCulture,
                $"; {notebook.LeftOut} {(notebook.LeftOut == 1 ? "cell varies" : "cells vary")} from run to run and "
                + $"{(notebook.LeftOut == 1 ? "was" : "were")} not compared");
            table.AddRow(
                new Text(notebook.Name), Count(notebook, OutputKind.Result), Count(notebook, OutputKind.Figure),
                Count(notebook, OutputKind.Text),
                new Text(verdict, notebook.Holds ? Style.Plain : new Style(Color.Red)));
        }

        console.Write(table);
        if (!comparisons.Any(notebook => notebook.Differences.Any())) return;

        var moved = new Table { Border = TableBorder.Simple, Title = new TableTitle("What moved") };
        moved.AddColumns("Where", "What", "Committed", "Now", "By");
        foreach (NotebookComparison notebook in comparisons)
            foreach (Difference difference in notebook.Differences)
                moved.AddRow(Cell(string.Create(CultureInfo.InvariantCulture, $"{notebook.Name} cell {difference.Cell}")),
                    Cell(difference.What), Cell(difference.Was), Cell(difference.Is), Cell(difference.By));
        console.Write(moved);
    }

    private static Text Count(NotebookComparison notebook, OutputKind kind)
    {
        (int agree, int total) = notebook.Count(kind);
        string text = total == 0 ? "" : agree == total ? string.Create(CultureInfo.InvariantCulture, $"{total} same")
            : string.Create(CultureInfo.InvariantCulture, $"{agree} of {total} same");
        return new Text(text);
    }

    private static Text Cell(string text) => new(text.Length > LongestText ? text[..LongestText] + "…" : text);
}
