using System.Globalization;
using System.Net;
using System.Text;
using AnomalyNotebooks.Cli.Images;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Running;

namespace AnomalyNotebooks.Cli.Reporting;

/// <summary>
/// The report: every notebook of a run on one page that needs no network, with a table of contents, figures that draw themselves
/// as they come into view, and code that folds.
/// </summary>
internal sealed class ReportPage(string file, PlotlyJs plotly)
{
    private const string Title = "Anomaly detection in network flows";

    /// <summary>Writes the page.</summary>
    /// <param name="runs">The notebooks in the order of the page.</param>
    /// <param name="about">What was run on what, in a line.</param>
    /// <param name="cautions">What about this run forbids conclusions.</param>
    public void Write(IReadOnlyList<NotebookRun> runs, string about, params IReadOnlyList<string> cautions) =>
        AtomicFile.WriteText(file, Html(runs, about, cautions));

    /// <summary>The page's HTML.</summary>
    public string Html(IReadOnlyList<NotebookRun> runs, string about, params IReadOnlyList<string> cautions)
    {
        Anchors anchors = new(runs.Select(run => run.Notebook));
        NotebookHtml[] notebooks = [.. runs.Select(run => new NotebookHtml(run, anchors.Of(run.Notebook), address =>
            Link(address, run.Notebook, anchors)))];
        string[] articles = [.. notebooks.Select(notebook => notebook.Article())];
        var html = new StringBuilder(
            """
            <a class="skip" href="#content">Skip to the lessons</a>
            <nav aria-label="Contents"><details open><summary>Contents</summary>
            <ol>

            """);
        foreach (NotebookHtml notebook in notebooks) html.Append(notebook.Contents());
        html.Append(
            $"""
            </ol></details>
            <button type="button" id="fold" aria-pressed="false">Hide code</button>
            </nav>
            <main id="content">
            <header>
            <h1>{Title}</h1>
            <p class="about">{WebUtility.HtmlEncode(about)}</p>
            {new FrontPage(runs, cautions).ToHtml()}{Summary(runs, anchors)}
            {(plotly.IsLocal ? ""
                : $"<p class=\"notice\">The figures on this page need a network: {WebUtility.HtmlEncode(plotly.Description)}.</p>")}
            </header>

            """);
        foreach (string article in articles) html.AppendLine(article);
        return new PageFrame(Title, plotly, ["report.css", "explorer.css"], ["figures.js", "explorer.js", "report.js"])
            .Around(html.Append("</main>").ToString());
    }

    private static string Summary(IReadOnlyList<NotebookRun> runs, Anchors anchors)
    {
        var html = new StringBuilder("<div class=\"wide\"><table class=\"summary\"><thead><tr><th>Notebook</th><th "
            + "class=\"number\">Cells</th><th class=\"number\">Seconds</th><th>Results</th></tr></thead><tbody>\n");
        foreach (NotebookRun run in runs)
        {
            string results = string.Join("", run.Results.Select(result =>
                $"<li><span>{WebUtility.HtmlEncode(result.Name)}</span> <b>{WebUtility.HtmlEncode(result.Shown)}</b></li>"));
            string state = run.Status == CellStatus.Passed ? ""
                : $" <span class=\"state {run.Status.ToString().ToLowerInvariant()}\">{CellStatusText.Of(run.Status)}</span>";
            html.Append(CultureInfo.InvariantCulture,
                $"<tr><td><a href=\"#{anchors.Of(run.Notebook)}\">{WebUtility.HtmlEncode(run.Notebook.Title)}</a>{state}</td><td "
                + $"class=\"number\">{run.Cells.Count}</td><td class=\"number\">{run.Seconds:0.0}</td><td><ul>{results}</ul></td></tr>\n");
        }

        return html.Append("</tbody></table></div>").ToString();
    }

    /// <summary>Links between notebooks of the report stay on the page; pictures are taken in; other relative addresses are made relative
    /// to the page.</summary>
    private string Link(string address, Notebook notebook, Anchors anchors)
    {
        if (address.StartsWith('#') || address.Contains(':', StringComparison.Ordinal) || address.Length == 0) return address;
        string path = address.Split('#')[0];
        if (anchors.OfFile(Path.GetFileName(path)) is { } anchor) return "#" + anchor;
        if (EmbeddedImage.In(notebook.Folder, path) is { } image) return image;
        string target = Path.GetFullPath(Path.Combine(notebook.Folder, Uri.UnescapeDataString(path)
            .Replace("\0", "", StringComparison.Ordinal)));
        return Path.GetRelativePath(Path.GetDirectoryName(file)!, target).Replace('\\', '/') + address[path.Length..];
    }
}
