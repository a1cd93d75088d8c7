using System.CommandLine;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly data</c>: everything about the data set.</summary>
internal static class DataCommand
{
    public static Command Create() => new("data", "Look at the data set, bring it in, and make the profile that stands in for it.")
    {
        DataInfoCommand.Create(),
        DataImportCommand.Create(),
        DataGenerateCommand.Create(),
        DataProfileCommand.Create(),
        DataClosenessCommand.Create(),
    };

    /// <summary>The option <c>--data</c>: where the flows are.</summary>
    public static Option<string?> DataOption() => new("--data")
    {
        Description = $"A partition file of UNSW-NB15, or the folder it is in. Default: ${FlowSource.DirectoryVariable}, then data/.",
        HelpName = "path",
    };
}
