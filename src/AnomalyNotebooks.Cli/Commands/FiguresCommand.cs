using System.CommandLine;
using AnomalyNotebooks.Cli.Images;
using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly figures</c>: writes every figure of the executed notebooks as picture files, for papers and slides.</summary>
internal static class FiguresCommand
{
    public static Command Create()
    {
        var notebooks = new Argument<string[]>("notebook")
        {
            Description = "Executed notebooks to take the figures of: paths, or names such as '03-training' or '03'. Default: all.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var output = new Option<string?>("--output") { Description = "Folder for the pictures. Default: artifacts/figures.",
            HelpName = "folder" };
        var format = new Option<PictureFormat[]>("--format") { Description = "png, svg, or both (the default).",
            AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [PictureFormat.Png, PictureFormat.Svg] };
        var width = new Option<int>("--width") { Description = "Width in CSS pixels.", DefaultValueFactory = _ => PictureSize.Print.Width };
        var scale = new Option<double>("--scale") { Description =
            "Image pixels per CSS pixel of a PNG: 3 at 8 inches across is 300 dots per inch.", DefaultValueFactory = _ =>
            PictureSize.Print.Scale };
        var dark = new Option<bool>("--dark") { Description = "On a dark background." };
        width.Validators.Add(result =>
            Require(result, result.GetValueOrDefault<int>() is >= 200 and <= 4000, "--width is between 200 and 4000."));
        scale.Validators.Add(result =>
            Require(result, result.GetValueOrDefault<double>() is > 0 and <= 10, "--scale is above 0 and at most 10."));

        var command = new Command("figures", "Write every figure of the executed notebooks as PNG and SVG.") { notebooks, output, format,
            width, scale, dark };
        command.SetAction(async (parsed, cancellation) =>
        {
            List<NotebookFigure> figures = [.. NotebookFinder.Find(parsed.GetValue(notebooks) ?? []).Select(Executed).SelectMany(path =>
                NotebookFigure.In(Notebook.Load(path)))];
            if (figures.Count == 0) throw new AnomalyException("These notebooks hold no figures: they have not been executed. Run "
                + "'anomaly run' first.");

            string folder = Path.GetFullPath(parsed.GetValue(output) ?? Path.Combine(Workspace.Artifacts, "figures"));
            PictureFormat[] formats = [.. parsed.GetValue(format)!.Distinct()];
            bool isDark = parsed.GetValue(dark);
            IReadOnlyList<byte[][]> pictures = await FigureRenderer.Create().RenderAsync(
                [.. figures.Select(found => (isDark ? found.Figure.WithDarkTheme() : found.Figure).ToPlotlyJson())],
                new PictureSize(parsed.GetValue(width), parsed.GetValue(scale)),
                formats,
                cancellation);
            foreach ((NotebookFigure figure, byte[][] files) in figures.Zip(pictures))
            {
                foreach ((PictureFormat kind, byte[] content) in formats.Zip(files))
                    AtomicFile.Write(Path.Combine(folder, $"{figure.FileName}.{FigureRenderer.Name(kind)}"), content);
            }

            Console.WriteLine($"{figures.Count} figures in {figures.Count * formats.Length} files: {Workspace.Shorten(folder)}");
            return ExitCode.Ok;
        });
        return command;
    }

    // What the runner has just written comes before what is committed.
    private static string Executed(string notebook)
    {
        string? root = Workspace.FindRoot(Environment.CurrentDirectory);
        if (root is null || Path.GetDirectoryName(notebook) != Path.Combine(root, "notebooks")) return notebook;
        string executed = Path.Combine(root, "artifacts", "notebooks", Path.GetFileName(notebook));
        return File.Exists(executed) ? executed : notebook;
    }

    private static void Require(System.CommandLine.Parsing.OptionResult result, bool holds, string message)
    {
        if (!holds) result.AddError(message);
    }
}
