using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace AnomalyNotebooks.Cli.Running;

/// <summary>The outcome of every cell as a TRX file, which CI systems show as tests: one test per cell, one class per notebook.</summary>
internal static class TrxReport
{
    private const string TestListId = "8c84fa94-04c1-424b-9868-57a2d4851a1d";
    private const string UnitTestType = "13cdc9d9-ddb5-4fa4-a97d-d965ccfc6d4b";

    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>Writes the report.</summary>
    public static void Write(string path, WorkbookRun run, DateTimeOffset started)
    {
        (NotebookRun Notebook, CellRun Cell)[] cells =
            [.. run.Notebooks.SelectMany(notebook => notebook.Cells.Select(cell => (notebook, cell)))];
        string start = Time(started), finish = Time(started.AddSeconds(run.Seconds));
        int passed = cells.Count(cell => cell.Cell.Status == CellStatus.Passed), skipped = cells.Count(cell =>
            cell.Cell.Status == CellStatus.Skipped);
        var document = new XDocument(new XElement(Trx + "TestRun",
            new XAttribute("id", Id("run " + start)), new XAttribute("name", "anomaly run " + start),
            new XElement(Trx + "Times", new XAttribute("creation", start), new XAttribute("queuing", start), new XAttribute("start", start),
                new XAttribute("finish", finish)),
            new XElement(Trx + "Results", cells.Select(cell => Result(cell.Notebook, cell.Cell))),
            new XElement(Trx + "TestDefinitions", cells.Select(cell => Definition(cell.Notebook, cell.Cell))),
            new XElement(Trx + "TestEntries", cells.Select(cell => new XElement(Trx + "TestEntry",
                new XAttribute("testId", TestId(cell.Notebook, cell.Cell)),
                new XAttribute("executionId", ExecutionId(cell.Notebook, cell.Cell)), new XAttribute("testListId", TestListId)))),
            new XElement(Trx + "TestLists", new XElement(Trx + "TestList", new XAttribute("name", "Cells"),
                new XAttribute("id", TestListId))),
            new XElement(Trx + "ResultSummary", new XAttribute("outcome", run.ExitCode == 0 ? "Completed" : "Failed"),
                new XElement(Trx + "Counters", new XAttribute("total", cells.Length), new XAttribute("executed", cells.Length - skipped),
                    new XAttribute("passed", passed), new XAttribute("failed", cells.Length - passed - skipped),
                    new XAttribute("notExecuted", skipped)))));
        AtomicFile.WriteText(path, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + document + "\n");
    }

    private static XElement Result(NotebookRun notebook, CellRun cell)
    {
        var result = new XElement(Trx + "UnitTestResult",
            new XAttribute("executionId", ExecutionId(notebook, cell)),
            new XAttribute("testId", TestId(notebook, cell)),
            new XAttribute("testName", Name(notebook, cell)),
            new XAttribute("computerName", "anomaly"),
            new XAttribute("duration", TimeSpan.FromSeconds(cell.Seconds).ToString("c", CultureInfo.InvariantCulture)),
            new XAttribute("testType", UnitTestType),
            new XAttribute("outcome", cell.Status switch { CellStatus.Passed => "Passed", CellStatus.Skipped =>
                "NotExecuted", CellStatus.TimedOut => "Timeout", CellStatus.Stopped => "Aborted", _ => "Failed" }),
            new XAttribute("testListId", TestListId));
        if (cell.Error is { } error && cell.Status != CellStatus.Passed)
        {
            result.Add(new XElement(Trx + "Output", new XElement(Trx + "ErrorInfo",
                new XElement(Trx + "Message", Printable($"{error.Name}: {error.Message}")),
                new XElement(Trx + "StackTrace", Printable(string.Join('\n', error.Trace))))));
        }

        return result;
    }

    private static XElement Definition(NotebookRun notebook, CellRun cell) => new(Trx + "UnitTest",
        new XAttribute("name", Name(notebook, cell)), new XAttribute("storage", notebook.Plan.Source.Path),
        new XAttribute("id", TestId(notebook, cell)),
        new XElement(Trx + "Execution", new XAttribute("id", ExecutionId(notebook, cell))),
        new XElement(Trx + "TestMethod", new XAttribute("codeBase", notebook.Plan.Source.Path),
            new XAttribute("className", notebook.Notebook.Name), new XAttribute("name", Name(notebook, cell))));

    private static string Name(NotebookRun notebook, CellRun cell) =>
        string.Create(CultureInfo.InvariantCulture, $"{notebook.Notebook.Name} cell {cell.Cell.CodeNumber}");

    private static string TestId(NotebookRun notebook, CellRun cell) => Id("test " + Name(notebook, cell));

    private static string ExecutionId(NotebookRun notebook, CellRun cell) => Id("execution " + Name(notebook, cell));

    private static string Id(string text) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16)).ToString();

    private static string Time(DateTimeOffset time) => time.ToString("o", CultureInfo.InvariantCulture);

    /// <summary>XML knows no control characters, and what cells print may hold any.</summary>
    private static string Printable(string text) => string.Concat(text.Where(System.Xml.XmlConvert.IsXmlChar));
}
