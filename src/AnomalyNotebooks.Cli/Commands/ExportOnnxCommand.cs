using System.CommandLine;
using System.Globalization;
using AnomalyNotebooks.Cli.Onnx;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly export-onnx</c>: a saved autoencoder with its preprocessing as a model of ONNX, for other programs.</summary>
internal static class ExportOnnxCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("model")
        {
            Description = "The saved autoencoder: what 'anomaly fit' or DetectorBundle.Save wrote.",
        };
        var output = new Option<string>("--out") { Description = "Where to write, such as model.onnx.", HelpName = "file",
            Required = true };
        var command = new Command("export-onnx",
            "Write a saved autoencoder, its preprocessing inside, as a model of ONNX in standard operators.") { model, output };
        command.SetAction(parsed =>
        {
            string file = parsed.GetValue(output)!;
            OutputPlace.RequireApart("--out", [file], [parsed.GetValue(model)!]);
            byte[] content = OnnxModel.Of(parsed.GetValue(model)!);
            AtomicFile.Write(file, content);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{Workspace.Shorten(file)}: {content.Length / 1e6:F2} MB; inputs are a flow's columns, outputs 'score' and 'alarm'"));
            return ExitCode.Ok;
        });
        return command;
    }
}
