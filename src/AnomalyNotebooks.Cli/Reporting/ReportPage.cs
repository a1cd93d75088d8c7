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
    public void Write(IReadOnlyList<NotebookRun> runs, string about) => AtomicFile.WriteText(file, Html(runs, about));

    /// <summary>The page's HTML.</summary>
    public string Html(IReadOnlyList<NotebookRun> runs, string about)
    {
        Dictionary<string, string> anchors = runs.ToDictionary(run => Path.GetFileName(run.Notebook.Path), run => run.Notebook.Name, StringComparer.OrdinalIgnoreCase);
        NotebookHtml[] notebooks = [.. runs.Select(run => new NotebookHtml(run, address => Link(address, run.Notebook, anchors)))];
        string[] articles = [.. notebooks.Select(notebook => notebook.Article())];

        var html = new StringBuilder();
        html.Append(
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'{(plotly.IsLocal ? "" : " https://cdn.plot.ly")}; img-src data: blob:; font-src data:">
            <title>{Title}</title>
            <style>
            {PageParts.Read("report.css")}
            {PageParts.Read("explorer.css")}
            </style>
            </head>
            <body>
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
            {Summary(runs)}
            {(plotly.IsLocal ? "" : $"<p class=\"notice\">The figures on this page need a network: {WebUtility.HtmlEncode(plotly.Description)}.</p>")}
            </header>

            """);
        foreach (string article in articles) html.AppendLine(article);
        html.Append("</main>\n").Append(plotly.ScriptElement()).Append('\n');
        html.Append($"<script>\nwindow.drawFigure = {FigureHtml.Script};\nwindow.darkColours = {FigureHtml.DarkColours};\nwindow.plotlyAddress = \"{FigureHtml.PlotlyAddress}\";\n");
        html.Append(PageParts.Read("figures.js")).Append(PageParts.Read("explorer.js")).Append(PageParts.Read("report.js"));
        return html.Append("</script>\n</body>\n</html>\n").ToString();
    }

    private static string Summary(IReadOnlyList<NotebookRun> runs)
    {
        var html = new StringBuilder("<div class=\"wide\"><table class=\"summary\"><thead><tr><th>Notebook</th><th class=\"number\">Cells</th><th class=\"number\">Seconds</th><th>Results</th></tr></thead><tbody>\n");
        foreach (NotebookRun run in runs)
        {
            string results = string.Join("", run.Results.Select(result => $"<li>{WebUtility.HtmlEncode(result.Name)} <b>{WebUtility.HtmlEncode(result.Shown)}</b></li>"));
            string state = run.Status == CellStatus.Passed ? "" : $" <span class=\"state {run.Status.ToString().ToLowerInvariant()}\">{CellStatusText.Of(run.Status)}</span>";
            html.Append(CultureInfo.InvariantCulture, $"<tr><td><a href=\"#{run.Notebook.Name}\">{WebUtility.HtmlEncode(run.Notebook.Title)}</a>{state}</td><td class=\"number\">{run.Cells.Count}</td><td class=\"number\">{run.Seconds:0.0}</td><td><ul>{results}</ul></td></tr>\n");
        }

        return html.Append("</tbody></table></div>").ToString();
    }

    /// <summary>Links between notebooks of the report stay on the page; pictures are taken in; other relative addresses are made relative to the page.</summary>
    private string Link(string address, Notebook notebook, Dictionary<string, string> anchors)
    {
        if (address.StartsWith('#') || address.Contains(':', StringComparison.Ordinal) || address.Length == 0) return address;
        string path = address.Split('#')[0];
        if (anchors.TryGetValue(Path.GetFileName(path), out string? anchor)) return "#" + anchor;
        string target = Path.GetFullPath(Path.Combine(notebook.Folder, Uri.UnescapeDataString(path)));
        if (EmbeddedImage.Of(target) is { } image) return image;
        return Path.GetRelativePath(Path.GetDirectoryName(file)!, target).Replace('\\', '/') + address[path.Length..];
    }
}
