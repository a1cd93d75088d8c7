using System.CommandLine;
using AnomalyNotebooks.Cli.Commands;

namespace AnomalyNotebooks.Cli;

/// <summary>The command line: one file per command in <c>Commands/</c>, listed here.</summary>
internal static class CommandLine
{
    /// <summary>All commands.</summary>
    public static RootCommand Create() => HelpWithDetails.AddTo(new RootCommand("Anomaly detection in network flows: runs the workbook, checks its data and its results.")
    {
        DataCommand.Create(),
        SchemaCommand.Create(),
        FitCommand.Create(),
        ScoreCommand.Create(),
        DriftCommand.Create(),
        EvaluateCommand.Create(),
        RunCommand.Create(),
        SelectCommand.Create(),
        VerifyCommand.Create(),
        CleanCommand.Create(),
        DoctorCommand.Create(),
        ExportCommand.Create(),
        FiguresCommand.Create(),
        PresentCommand.Create(),
        BenchCommand.Create(),
        BitsCommand.Create(),
        ReadmeCommand.Create(),
        VersionCommand.Create(),
    });

    /// <summary>Parses and runs; whatever goes wrong is told in one sentence.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            Console.SetOut(VisibleText.Into(Console.Out));
            Console.SetError(VisibleText.Into(Console.Error));
            ParseResult parsed = Create().Parse(args);
            int code = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
            return parsed.Errors.Count > 0 ? ExitCode.Usage : code;
        }
        catch (Exception error)
        {
            return Fault.Report(error);
        }
    }
}
