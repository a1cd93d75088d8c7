using System.CommandLine;
using AnomalyNotebooks.Cli.Images;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Reporting;

namespace AnomalyNotebooks.Cli.Commands;

/// <summary><c>anomaly present</c>: an executed notebook as slides.</summary>
internal static class PresentCommand
{
    private const string Description =
        """
        Write an executed notebook as slides: one page, figures live, no network needed.

        Cells tagged 'slide' start a slide, cells tagged 'fragment' come up on it one by one, everything else stays in the notebook.
        A notebook without these tags gives a slide per heading, without cells tagged 'skip-slide'. Outputs are shown, and code
        where its cell is tagged 'show-input'.

        Keys: arrows, space, page up and down, home, end, f for the whole screen. On a touch screen: swipe.
        """;

    public static Command Create()
    {
        var notebook = new Argument<string>("notebook") { Description = "The notebook: a path, or a name such as '03-training' or '03'." };
        var output = new Option<string?>("--output") { Description = "The file. Default: artifacts/slides/NAME.html.", HelpName = "file" };
        var command = new Command("present", Description) { notebook, output };
        command.SetAction(parsed =>
        {
            Notebook executed = ExecutedNotebook.Of(NotebookFinder.Find([parsed.GetValue(notebook)!])[0]);
            string file = Path.GetFullPath(parsed.GetValue(output) ?? Path.Combine(Workspace.Artifacts, "slides", executed.Name + ".html"));
            PlotlyJs plotly = PlotlyJs.Find();
            var deck = new SlideDeck(executed, plotly);
            deck.Write(file);
            Console.WriteLine($"{Workspace.Shorten(file)}: {deck.Slides().Count} "
                + $"slides{(plotly.IsLocal ? "" : " (its figures need a network: npm was missing when this was built)")}");
            if (!executed.CodeCells.Any(cell => cell.Outputs.Count > 0))
                Console.WriteLine($"They show no outputs yet: run  anomaly run {executed.Name}  first.");
            return ExitCode.Ok;
        });
        return command;
    }
}
