using System.CommandLine;
using AnomalyNotebooks;
using AnomalyNotebooks.Cli.Commands;

// One file per command in Commands/; this list is the whole command line.
var root = new RootCommand("Anomaly detection in network flows: runs the workbook, checks its data and its results.")
{
    VersionCommand.Create(),
};

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (AnomalyException error)
{
    await Console.Error.WriteLineAsync($"error: {error.Message}");
    return 1;
}
