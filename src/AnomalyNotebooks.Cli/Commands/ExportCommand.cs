using System.CommandLine;
using AnomalyNotebooks.Cli.Export;
using AnomalyNotebooks.Cli.Images;
using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly export</c>: a notebook for those who have no notebook host.</summary>
internal static class ExportCommand
{
    private const string Description =
        """
        Write notebooks as C# programs, as Markdown or as pages, for those who have no notebook host.

          --to cs   a file-based program: dotnet run artifacts/export/03-training.cs
          --to md   Markdown with the outputs of the last run, figures as PNG files beside it
          --to html a page with the outputs of the last run; figures and the threshold panel move, no network needed
        """;

    public static Command Create()
    {
        var notebooks = new Argument<string[]>("notebook") { Description = "Notebooks to export. Default: all in notebooks/.",
            Arity = ArgumentArity.ZeroOrMore };
        var to = new Option<string>("--to") { Description = "cs, md or html.", Required = true };
        to.AcceptOnlyFromAmong("cs", "md", "html");
        var output = new Option<string?>("--output") { Description =
            "Folder for the files, or the file for one notebook. Default: artifacts/export.", HelpName = "path" };
        var command = new Command("export", Description) { notebooks, to, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            string target = Path.GetFullPath(parsed.GetValue(output) ?? Path.Combine(Workspace.Artifacts, "export")),
                format = parsed.GetValue(to)!;
            bool isFile = target.EndsWith("." + format, StringComparison.OrdinalIgnoreCase);
            IReadOnlyList<string> paths = NotebookFinder.Find(parsed.GetValue(notebooks) ?? []);
            if (isFile && paths.Count > 1)
                throw new UsageException($"--output {Path.GetFileName(target)} is one file for {paths.Count} notebooks. Name a folder.");
            foreach (string path in paths)
            {
                string file = isFile ? target : Path.Combine(target, $"{Path.GetFileNameWithoutExtension(path)}.{format}");
                if (format == "cs")
                {
                    CSharpFile.Write(Notebook.Load(path), file);
                    Console.WriteLine($"{Workspace.Shorten(file)}: run it with  dotnet run {Workspace.Shorten(file)}");
                }
                else if (format == "html")
                {
                    Notebook executed = ExecutedNotebook.Of(path);
                    HtmlFile.Write(executed, file, PlotlyJs.Find());
                    Console.WriteLine($"{Workspace.Shorten(file)}{Missing(executed)}");
                }
                else
                {
                    Notebook executed = ExecutedNotebook.Of(path);
                    int pictures = await new MarkdownFile(Browser.Find() is null ? null : FigureRenderer.Create())
                        .WriteAsync(executed, file, cancellation);
                    Console.WriteLine($"{Workspace.Shorten(file)}: {pictures} "
                        + $"figures{Missing(executed)}");
                }
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static string Missing(Notebook executed) => executed.CodeCells.Any(cell => cell.Outputs.Count > 0) ? ""
        : $"; it has no outputs yet: run  anomaly run {executed.Name}  first";
}
