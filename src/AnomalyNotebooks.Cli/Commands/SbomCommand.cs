using System.CommandLine;
using AnomalyNotebooks.Cli.Packages;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly sbom</c>: the bill of materials that goes with published packages.</summary>
internal static class SbomCommand
{
    public static Command Create()
    {
        var output = new Option<string>("--out") { Description = "The file, CycloneDX as JSON.", HelpName = "file",
            DefaultValueFactory = _ => Path.Combine("artifacts", "packages", "sbom.cdx.json") };
        var command = new Command("sbom", "Write which packages, in which versions, this project is made of.") { output };
        command.SetAction(parsed =>
        {
            string file = parsed.GetValue(output)!;
            AtomicFile.WriteText(file, BillOfMaterials.Of(Workspace.Root));
            Console.WriteLine(Workspace.Shorten(Path.GetFullPath(file)));
            return ExitCode.Ok;
        });
        return command;
    }
}
