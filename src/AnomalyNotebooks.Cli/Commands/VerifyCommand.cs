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

        Recorded results must agree in every bit, or within the tolerance that the run states; figures in all they say, their pictures
        in the figure they were drawn from; texts and HTML in their words. Times, dates and paths never count, nor do cells tagged
        'volatile'. On other data than the committed outputs came from, be it one value or the order of two rows, only cells tagged
        'any-data' are compared, and it says so with the hashes of both.

        Exit codes: 0 everything holds, 1 something moved or a cell failed, 2 the command line is wrong, 3 a time limit was reached,
        4 nothing moved, but the data is not that of the committed outputs.
        """;

    public static Command Create()
    {
        var notebooks = new Argument<string[]>("notebook") { Description = "Notebooks to verify. Default: all in notebooks/.",
            Arity = ArgumentArity.ZeroOrMore };
        var data = new Option<string?>("--data") { Description = "The UNSW-NB15 file, or the folder it is in, as for run.",
            HelpName = "path" };
        var output = new Option<string?>("--output") { Description = "Folder for the notebooks of this run. Default: artifacts/verify.",
            HelpName = "folder" };
        var strict = new Option<bool>("--strict") { Description =
            "Count a notebook that is left out, because a package it asks for cannot be had here, as a failure." };
        var timeout = new Option<string?>("--timeout") { Description = "Kill the run when it takes longer, such as 5m.",
            HelpName = "time" };
        var command = new Command("verify", Description) { notebooks, data, output, timeout, strict };
        command.SetAction((parsed, cancellation) =>
        {
            var options = new RunOptions
            {
                Output = Path.GetFullPath(parsed.GetValue(output) ?? Path.Combine(Workspace.Artifacts, "verify")),
                Data = parsed.GetValue(data) is { } path ? Path.GetFullPath(path) : null,
                IsStrict = parsed.GetValue(strict),
                Jobs = RunOptions.JobsHere,
                PackageFeeds = Workspace.FindRoot(Environment.CurrentDirectory) is { } root
                    ? [Path.Combine(root, "artifacts", "packages")] : [],
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
        OutputPlace.RequireApart("--output", [options.NotebooksFolder], [.. paths, .. data.Files.Select(file => file.Path)]);
        using RunLock held = RunLock.Take(options.Output);
        WorkbookRun run = await WorkbookRunner.RunAsync(options, plans, data, stop);

        var committable = new CommittableNotebook(data, renderer: null);
        var comparisons = new List<NotebookComparison>();
        foreach (NotebookRun notebook in run.Notebooks)
            comparisons.Add(notebook.SkippedBecause is { } reason ? NotebookComparison.None(notebook.Notebook.Name, $"not run: {reason}")
                : !notebook.Succeeded ? NotebookComparison.None(notebook.Notebook.Name, CellStatusText.Of(notebook.Status))
                : NotebookComparison.Of(notebook.Plan.Source, await committable.MakeAsync(notebook.Notebook, stop)));
        comparisons.AddRange(run.NotStarted.Select(plan => NotebookComparison.None(plan.Notebook.Name, "not started")));

        VerificationTable.Write(Terminal.Output, comparisons);
        foreach (NotebookComparison other in comparisons.Where(comparison => comparison.OtherData is not null))
            Console.WriteLine($"{other.Name}: the committed outputs {other.OtherData}.");
        foreach (NotebookRun failure in run.Notebooks.Where(notebook => !notebook.Succeeded))
            await Console.Error.WriteLineAsync(FailureText.Of(failure));
        if (run.ExitCode != ExitCode.Ok) return run.ExitCode;
        return Conclude([.. comparisons.Where(comparison => comparison.NotRun is null)]);
    }

    private static int Conclude(IReadOnlyList<NotebookComparison> compared)
    {
        if (!compared.All(comparison => comparison.Holds))
        {
            Console.WriteLine("Not everything holds.");
            return ExitCode.Failed;
        }

        Console.WriteLine(compared.All(comparison => comparison.IsEmpty) ? "Nothing could be compared." : "Everything compared holds.");
        if (compared.All(comparison => comparison.OtherData is null)) return ExitCode.Ok;
        Console.WriteLine("The data is not that of the committed outputs: what depends on it was not compared.");
        return ExitCode.OtherData;
    }
}
