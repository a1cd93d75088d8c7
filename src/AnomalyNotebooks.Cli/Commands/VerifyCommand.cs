using System.CommandLine;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Running;
using AnomalyNotebooks.Cli.Verification;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly verify</c>: runs the notebooks again and compares with their committed outputs.</summary>
internal static class VerifyCommand
{
    private const string Description =
        """
        Run the notebooks again and compare with the outputs committed in them.

        Recorded results must agree in every bit, or within the tolerance they state; figures in their data; texts in their words.
        Times, dates and paths never count, nor do cells tagged 'volatile'. On other data than the committed outputs came from,
        only cells tagged 'any-data' are compared, and it says so.

        Exit codes: 0 everything holds, 1 something moved or a cell failed, 2 the command line is wrong, 3 a time limit was reached.
        """;

    public static Command Create()
    {
        var notebooks = new Argument<string[]>("notebook") { Description = "Notebooks to verify. Default: all in notebooks/.", Arity = ArgumentArity.ZeroOrMore };
        var data = new Option<string?>("--data") { Description = "The UNSW-NB15 file, or the folder it is in, as for run.", HelpName = "path" };
        var output = new Option<string?>("--output") { Description = "Folder for the notebooks of this run. Default: artifacts/verify.", HelpName = "folder" };
        var timeout = new Option<string?>("--timeout") { Description = "Kill the run when it takes longer, such as 5m.", HelpName = "time" };
        var command = new Command("verify", Description) { notebooks, data, output, timeout };
        command.SetAction((parsed, cancellation) =>
        {
            var options = new RunOptions
            {
                Output = Path.GetFullPath(parsed.GetValue(output) ?? Path.Combine(Workspace.Artifacts, "verify")),
                Data = parsed.GetValue(data) is { } path ? Path.GetFullPath(path) : null,
                TotalTimeout = parsed.GetValue(timeout) is { } total ? Quantity.Time("--timeout", total) : null,
            };
            return RunAsync(NotebookFinder.Find(parsed.GetValue(notebooks) ?? []), options, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<string> paths, RunOptions options, CancellationToken stop)
    {
        List<NotebookPlan> plans = [.. paths.Select(path => NotebookPlan.For(Notebook.Load(path)))];
        DataInUse data = DataInUse.Find(options.Data);
        using RunLock held = RunLock.Take(options.Output);
        WorkbookRun run = await WorkbookRunner.RunAsync(options, plans, data, stop);

        var committable = new CommittableNotebook(data, renderer: null);
        var comparisons = new List<NotebookComparison>();
        foreach (NotebookRun notebook in run.Notebooks.Where(notebook => notebook.Succeeded && notebook.SkippedBecause is null))
            comparisons.Add(NotebookComparison.Of(notebook.Plan.Source, await committable.MakeAsync(notebook.Notebook, stop)));

        VerificationTable.Write(Terminal.Output, comparisons);
        foreach (NotebookPlan plan in plans)
            if (ExecutionRecord.In(plan.Source) is { } was && was.DataSha256 != data.Sha256)
                Console.WriteLine($"{plan.Notebook.Name}: the committed outputs came from {was.DataTitle}, this run used {data.Title}.");
        foreach (NotebookRun failure in run.Notebooks.Where(notebook => !notebook.Succeeded)) await Console.Error.WriteLineAsync(FailureText.Of(failure));
        if (run.ExitCode != ExitCode.Ok) return run.ExitCode;
        bool holds = comparisons.TrueForAll(comparison => comparison.Holds);
        Console.WriteLine(!holds ? "Not everything holds." : comparisons.TrueForAll(comparison => comparison.IsEmpty) ? "Nothing could be compared." : "Everything compared holds.");
        return holds ? ExitCode.Ok : ExitCode.Failed;
    }
}
