using System.CommandLine;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly version</c>: the library's version and the runtime it runs on.</summary>
internal static class VersionCommand
{
    public static Command Create()
    {
        var command = new Command("version", "Print the version of the library and of the runtime.");
        command.SetAction(_ =>
        {
            Console.WriteLine($"AnomalyNotebooks {typeof(FlowTable).Assembly.GetName().Version?.ToString(3)} on "
                + $"{System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}");
            return 0;
        });
        return command;
    }
}
