using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Running;

namespace AnomalyNotebooks.Cli.Tests.Support;

/// <summary>Runs a small notebook as <c>anomaly run</c> does.</summary>
internal static class Lesson
{
    public static async Task<NotebookRun> RunAsync(NotebookBuilder builder, Func<RunOptions, RunOptions>? change = null,
        CancellationToken stop = default)
    {
        using var folder = new TemporaryFolder();
        string path = builder.SaveIn(folder);
        var options = new RunOptions { Output = folder.File("artifacts"), CellTimeout = TimeSpan.FromSeconds(60) };
        if (change is not null) options = change(options);
        WorkbookRun run = await new WorkbookRunner(options, new LogObserver(TextWriter.Null))
            .RunAsync([NotebookPlan.For(Notebook.Load(path))], new DataInUse("synthetic sample", [], ""), stop);
        return run.Notebooks[0];
    }

    /// <summary>The plain text of a cell's value.</summary>
    public static string Value(this NotebookRun run, int cell) =>
        MultilineText.Join(run.Cells[cell - 1].Cell.Outputs.Single(output =>
            (string?)output!["output_type"] == "execute_result")!["data"]!["text/plain"]);

    /// <summary>What a cell printed.</summary>
    public static string Printed(this NotebookRun run, int cell, string stream = "stdout") =>
        string.Concat(run.Cells[cell - 1].Cell.Outputs.Where(output => (string?)output!["name"] == stream).Select(output =>
            MultilineText.Join(output!["text"])));
}
