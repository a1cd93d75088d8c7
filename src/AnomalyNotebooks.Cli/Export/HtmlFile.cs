using AnomalyNotebooks.Cli.Images;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Reporting;
using AnomalyNotebooks.Cli.Running;

namespace AnomalyNotebooks.Cli.Export;

/// <summary>An executed notebook as one page that needs no network: the page of a report, with its figures and panels that move.</summary>
internal static class HtmlFile
{
    /// <summary>Writes the page.</summary>
    /// <param name="executed">The notebook with its outputs.</param>
    /// <param name="file">The page.</param>
    /// <param name="plotly">What draws the figures.</param>
    /// <exception cref="AnomalyException">A file that this program has not written is there already.</exception>
    public static void Write(Notebook executed, string file, PlotlyJs plotly)
    {
        OutputPlace.RequireOurs(file, PageFrame.Mark);
        var run = new NotebookRun(NotebookPlan.For(executed));
        foreach ((NotebookCell cell, NotebookCell with) in run.Notebook.CodeCells.Zip(executed.CodeCells))
        {
            cell.Outputs = with.Outputs.DeepClone().AsArray();
            run.Add(new CellRun(cell, CellStatus.Passed, Seconds: 0, Error: null));
        }

        new ReportPage(file, plotly).Write([run], "Exported with the outputs of the notebook's last run.");
    }
}
