using System.CommandLine;
using Spectre.Console;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly data import</c>: checks a downloaded file and puts it into <c>data/</c>.</summary>
internal static class DataImportCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("path") { Description = "The downloaded CSV file, or the zip archive it came in." };
        var force = new Option<bool>("--force") { Description = "Replace a file of other content." };
        var command = new Command("import", "Check a downloaded partition file (CSV or zip) and copy it into data/.") { path, force };
        command.SetAction(parsed => Run(Terminal.Output, parsed.GetRequiredValue(path), parsed.GetValue(force),
            Path.Combine(Workspace.Root, "data")));
        return command;
    }

    /// <summary>Imports into a folder and says what was done.</summary>
    internal static int Run(IAnsiConsole console, string path, bool force, string folder)
    {
        foreach (ImportedFlows imported in FlowImport.Import(path, folder, force))
        {
            console.WriteLine($"{Workspace.Shorten(imported.Path)}: {(imported.IsNew ? "imported" : "was there already")}");
            DataInfoCommand.Write(console, imported.Flows);
        }

        return ExitCode.Ok;
    }
}
