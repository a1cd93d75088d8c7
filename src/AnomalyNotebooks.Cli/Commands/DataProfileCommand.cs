using System.CommandLine;
using Spectre.Console;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly data profile</c>: computes the statistical profile that synthetic flows are drawn from.</summary>
internal static class DataProfileCommand
{
    /// <summary>The profile's name in <c>data/</c>; the library is built with it inside.</summary>
    public const string FileName = "unsw-nb15.profile.json";

    public static Command Create()
    {
        Option<string?> data = DataCommand.DataOption();
        Option<string?> output = new("--output", "-o") { Description = $"The file to write. Default: data/{FileName}.", HelpName = "file" };
        var command = new Command("profile",
            "Compute the statistical profile of the real flows, from which the synthetic sample is drawn.") { data, output };
        command.SetAction(parsed => Run(parsed.GetValue(data), parsed.GetValue(output)));
        return command;
    }

    private static int Run(string? data, string? output)
    {
        FlowTable flows = FlowSource.Load(data);
        FlowProfile profile = FlowProfile.Learn(flows);
        string path = output ?? Path.Combine(Workspace.Root, "data", FileName);
        string json = profile.ToJson();
        AtomicFile.WriteText(path, json);
        Terminal.Output.WriteLine($"{Workspace.Shorten(path)}: profile of {flows.Origin.Title}, {json.Length / 1024} kB. Build again for "
            + "the library to hold it.");
        return ExitCode.Ok;
    }
}
