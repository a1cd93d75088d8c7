using System.Globalization;
using Spectre.Console;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>The table at the end of a run: notebook, cells, seconds and what it recorded as results.</summary>
internal static class SummaryTable
{
    private const int ShownResults = 5;

    /// <summary>Writes the table.</summary>
    public static void Write(IAnsiConsole console, WorkbookRun run)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("Notebook").AddColumn(new Spectre.Console.TableColumn("Cells").RightAligned())
            .AddColumn(new Spectre.Console.TableColumn("Seconds").RightAligned()).AddColumn("Results");
        foreach (NotebookRun notebook in run.Notebooks)
        {
            string results = notebook.SkippedBecause ?? Results(notebook.Results);
            string name = notebook.Status == CellStatus.Passed ? notebook.Notebook.Name
                : $"{notebook.Notebook.Name} ({CellStatusText.Of(notebook.Status)})";
            int ran = notebook.Cells.Count(cell => cell.Status == CellStatus.Passed);
            string cells = ran == notebook.Plan.Cells.Count ? Number(ran) : $"{Number(ran)} of {Number(notebook.Plan.Cells.Count)}";
            table.AddRow(new Text(name, notebook.Succeeded ? Style.Plain : new Style(Color.Red)), new Text(cells),
                new Text(notebook.Seconds.ToString("0.0", CultureInfo.InvariantCulture)), new Text(results));
        }

        foreach (Running.NotebookPlan plan in run.NotStarted)
            table.AddRow(new Text(plan.Notebook.Name), new Text($"0 of {Number(plan.Cells.Count)}"), new Text(""), new Text("not started"));
        console.Write(table);
    }

    /// <summary>The first results: a table that fills the screen says nothing.</summary>
    private static string Results(IReadOnlyList<RecordedResult> results)
    {
        string first = string.Join(", ", results.Take(ShownResults).Select(result => $"{result.Name} {result.Shown}"));
        return results.Count <= ShownResults ? first : $"{first}, and {Number(results.Count - ShownResults)} more in the report";
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
