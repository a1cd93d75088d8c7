using System.CommandLine;
using AnomalyNotebooks.Cli.Commands;

namespace AnomalyNotebooks.Cli;

/// <summary>The command line: one file per command in <c>Commands/</c>, listed here.</summary>
internal static class CommandLine
{
    /// <summary>All commands: a user's first, then those of whoever works on the project.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand("Anomaly detection in network flows: runs the workbook, checks its data and its results.")
        {
            RunCommand.Create(),
            VerifyCommand.Create(),
            EvaluateCommand.Create(),
            FitCommand.Create(),
            RunsCommand.Create(),
            CardCommand.Create(),
            ScoreCommand.Create(),
            DriftCommand.Create(),
            SchemaCommand.Create(),
            DataCommand.Create(),
            DoctorCommand.Create(),
            PresentCommand.Create(),
            ExportCommand.Create(),
            ExportOnnxCommand.Create(),
            FiguresCommand.Create(),
            VersionCommand.Create(),
        };
        Command[] forContributors =
            [BenchCommand.Create(), BitsCommand.Create(), SelectCommand.Create(), CleanCommand.Create(), ReadmeCommand.Create(),
                SbomCommand.Create()];
        foreach (Command command in forContributors) root.Add(command);
        return HelpWithDetails.AddTo(root, forContributors);
    }

    /// <summary>Parses and runs; whatever goes wrong is told in one sentence.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            Console.SetOut(VisibleText.Into(Console.Out));
            Console.SetError(VisibleText.Into(Console.Error));
            ParseResult parsed = Create().Parse(args);
            int code = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
            return parsed.Errors.Count > 0 ? ExitCode.Usage : code;
        }
        catch (Exception error)
        {
            return Fault.Report(error);
        }
    }
}
