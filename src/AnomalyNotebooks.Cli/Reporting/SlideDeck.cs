using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Images;
using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Reporting;

/// <summary>
/// An executed notebook as slides on one page that needs no network. Cells tagged <c>slide</c> start a slide, cells tagged
/// <c>fragment</c> come up on it one by one; a notebook without such tags gives a slide per heading. Code is shown where the cell
/// is tagged <c>show-input</c>.
/// </summary>
internal sealed class SlideDeck(Notebook notebook, PlotlyJs plotly)
{
    private readonly MarkdownText markdown = new("", address => EmbeddedImage.In(notebook.Folder, address) ?? address);

    /// <summary>The slides: the cells on each.</summary>
    public IReadOnlyList<IReadOnlyList<NotebookCell>> Slides()
    {
        bool isTagged = notebook.Cells.Any(cell => cell.HasTag(CellTag.Slide));
        var slides = new List<List<NotebookCell>>();
        foreach (NotebookCell cell in notebook.Cells.Where(cell => !cell.HasTag(CellTag.SkipSlide)
            && (!isTagged || cell.HasTag(CellTag.Slide) || cell.HasTag(CellTag.Fragment))))
        {
            bool starts = isTagged ? cell.HasTag(CellTag.Slide) : cell.Kind == CellKind.Markdown && cell.Source.StartsWith('#');
            if (starts || slides.Count == 0) slides.Add([]);
            slides[^1].Add(cell);
        }

        return slides;
    }

    /// <summary>Writes the page.</summary>
    /// <exception cref="AnomalyException">The notebook has nothing to show.</exception>
    public void Write(string file)
    {
        IReadOnlyList<IReadOnlyList<NotebookCell>> slides = Slides();
        if (slides.Count == 0) throw new AnomalyException($"{notebook.Name} has no cells to show.");
        OutputPlace.RequireOurs(file, PageFrame.Mark);
        AtomicFile.WriteText(file, Html(slides));
    }

    private string Html(IReadOnlyList<IReadOnlyList<NotebookCell>> slides)
    {
        var html = new StringBuilder("<main>\n");
        foreach (IReadOnlyList<NotebookCell> slide in slides) html.Append(Slide(slide));
        html.Append(
            """
            </main>
            <footer><button type="button" id="back" aria-label="Back">‹</button><output id="place"></output>
            <button type="button" id="next" aria-label="Next">›</button></footer>
            <div id="progress"></div>
            """);
        return new PageFrame(notebook.Title, plotly, ["report.css", "slides.css", "explorer.css"],
            ["figures.js", "explorer.js", "slides.js"]).Around(html.ToString(), "deck");
    }

    private string Slide(IReadOnlyList<NotebookCell> cells)
    {
        var text = new StringBuilder();
        var shown = new StringBuilder();
        foreach (NotebookCell cell in cells)
        {
            string fragment = cell.HasTag(CellTag.Fragment) ? " class=\"fragment\"" : "";
            if (cell.Kind == CellKind.Markdown) text.Append($"<div{fragment}>").Append(markdown.ToHtml(cell.Source)).Append("</div>\n");
            if (!cell.IsCode) continue;
            if (cell.HasTag(CellTag.ShowInput))
                text.Append($"<div{fragment}><pre class=\"shown-code\"><code>").Append(CSharpHighlighter.ToHtml(cell.Source.TrimEnd()))
                .Append("</code></pre></div>\n");
            string outputs = string.Concat(cell.Outputs.Select(output => $"<div class=\"output\">{OutputHtml.Of(output)}</div>\n"));
            if (outputs.Length > 0) shown.Append($"<div{fragment}>").Append(outputs).Append("</div>\n");
        }

        // Words stand beside a figure or a table, and above a mere line of output.
        bool hasBoth = text.Length > 0 && (shown.ToString().Contains("class=\"rich\"", StringComparison.Ordinal)
            || shown.ToString().Contains("class=\"anomaly-figure\"", StringComparison.Ordinal));
        string body = (text.Length > 0 ? $"<div class=\"words\">\n{text}</div>\n" : "")
            + (shown.Length > 0 ? $"<div class=\"shown\">\n{shown}</div>\n" : "");
        return $"<section class=\"slide{(hasBoth ? " both" : "")}\" hidden>\n{body}</section>\n";
    }
}
