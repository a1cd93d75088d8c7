using System.CommandLine;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Running;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly run</c>: executes notebooks and writes the executed copies and the report.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var notebooks = new Argument<string[]>("notebook")
        {
            Description = "Notebooks to run, in this order: paths, or names such as '03-training' or '03'. Default: all in notebooks/, by name.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var data = new Option<string?>("--data") { Description = "The UNSW-NB15 file, or the folder it is in. Default: UNSW_NB15_DIR, then data/, then the synthetic sample.", HelpName = "path" };
        var output = new Option<string?>("--output") { Description = "Folder for executed notebooks and report. Default: artifacts/ of the repository.", HelpName = "folder" };

        var command = new Command("run", "Execute notebooks and write the executed copies and a report.") { notebooks, data, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            var options = new RunOptions
            {
                Output = Path.GetFullPath(parsed.GetValue(output) ?? Workspace.Artifacts),
                Data = parsed.GetValue(data) is { } path ? Path.GetFullPath(path) : null,
            };
            List<NotebookPlan> plans = [.. NotebookFinder.Find(parsed.GetValue(notebooks) ?? []).Select(path => NotebookPlan.For(Notebook.Load(path)))];
            WorkbookRun run = await new WorkbookRunner(options, new LogObserver(Console.Out)).RunAsync(plans, cancellation);
            if (run.FirstFailure is { } failure) await Console.Error.WriteLineAsync(FailureText.Of(failure));
            return run.ExitCode;
        });
        return command;
    }
}
