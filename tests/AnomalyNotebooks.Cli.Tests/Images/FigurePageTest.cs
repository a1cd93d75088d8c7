using System.Net;
using System.Text.RegularExpressions;
using AnomalyNotebooks.Cli.Images;
using AnomalyNotebooks.Cli.Tests.Support;
using AnomalyNotebooks.Tests.Figures;

namespace AnomalyNotebooks.Cli.Tests.Images;

/// <summary>Figures in a real browser, in the HTML that notebooks and the report show.</summary>
public sealed partial class FigurePageTest
{
    private const string Watch = """
        <script>
        function complain(text) {
          document.documentElement.setAttribute("data-complaints",
            (document.documentElement.getAttribute("data-complaints") || "") + text + "\n"); }
        window.addEventListener("error", event => complain(event.message));
        window.addEventListener("unhandledrejection", event => complain(event.reason));
        console.error = console.warn = (...parts) => complain(parts.join(" "));
        </script>
        """;

    // As the tabs of a page do: they show a part and mark the page. A browser without a window may end before it has painted, and
    // so before it has told of the new size; the mark it tells of at once.
    private const string Reveal =
        "<script>setTimeout(() => { later.style.display = 'block'; document.body.dataset.tab = 'second'; }, 10)</script>";

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task Every_kind_of_figure_draws_in_the_pages_colours_without_a_complaint_on_the_console(string theme)
    {
        string page = await OpenAsync(theme, Plotly().ScriptElement(), ChartGallery.Figures.Values.Select(figure => figure.ToHtml()));
        Assert.Equal("", Complaints(page));
        Assert.Equal(ChartGallery.Figures.Count, Elements().Count(page));
        // Each figure's first SVG holds its plot; the text that stood there before is gone.
        Assert.Equal(ChartGallery.Figures.Count, Drawn().Count(page));
        // Dark pages get light text.
        Assert.Equal(theme == "dark", DrawnPart(page).Contains("fill: rgb(230, 237, 243)", StringComparison.Ordinal));
        Assert.Equal(theme == "light", DrawnPart(page).Contains("fill: rgb(36, 41, 47)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_figure_twice_is_drawn_twice_and_one_in_a_hidden_place_later()
    {
        string html = ChartGallery.Figures["bars"].ToHtml();
        string page = await OpenAsync("light", Plotly().ScriptElement(),
            [html, html, $"<div id=\"later\" style=\"display:none\">{ChartGallery.Figures["pie"].ToHtml()}</div>", Reveal]);
        Assert.Equal("", Complaints(page));
        Assert.Equal(3, Drawn().Count(page));
    }

    [Fact]
    public async Task A_page_that_brings_plotly_below_its_figures_draws_them_without_a_network()
    {
        string page = await OpenAsync("light", "", [ChartGallery.Figures["bars"].ToHtml(), Plotly().ScriptElement()]);
        Assert.Equal("", Complaints(page));
        Assert.Single(Drawn().Matches(page));
        Assert.DoesNotContain("src=\"https:", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_from_data_are_seen_as_they_are_and_never_run()
    {
        const string evil = "<img src=x onerror=complain('run')><b>tcp</b>";
        string page = await OpenAsync("light", Plotly().ScriptElement(), [Charts.Bars(evil, evil, [evil], [1]).WithSubtitle(evil).ToHtml(),
            HtmlTable.FromRows([evil], [[evil]]).ToHtml()]);
        Assert.Equal("", Complaints(page));
        Assert.Contains(evil, Tags().Replace(DrawnPart(page), "").Replace("&lt;", "<", StringComparison.Ordinal)
            .Replace("&gt;", ">", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static PlotlyJs Plotly()
    {
        Assert.SkipWhen(Browser.Find() is null, "no Chromium, Chrome or Edge on PATH");
        PlotlyJs plotly = PlotlyJs.Find();
        Assert.SkipUnless(plotly.IsLocal, "npm was missing when this was built: no local plotly.js");
        return plotly;
    }

    private static async Task<string> OpenAsync(string theme, string plotly, IEnumerable<string> parts)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("page.html");
        string style = theme == "dark" ? "background:#111;color:#eee" : "background:#fff;color:#111";
        await File.WriteAllTextAsync(path,
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>figures</title><body "
            + $"style=\"{style}\">{Watch}{plotly}\n{string.Join('\n', parts)}</body></html>");
        return await Browser.Require().DumpAsync(path, TimeSpan.FromSeconds(60));
    }

    private static string Complaints(string page) =>
        WebUtility.HtmlDecode(ComplaintList().Match(page).Groups["text"].Value);

    private static string DrawnPart(string page) => page[page.IndexOf("<svg class=\"main-svg\"", StringComparison.Ordinal)..];

    [GeneratedRegex("<html[^>]* data-complaints=\"(?<text>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex ComplaintList();

    [GeneratedRegex("class=\"anomaly-figure", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Elements();

    [GeneratedRegex("data-drawn=\"\"[^>]*><div class=\"plot-container[^>]*><div class=\"user-select-none "
        + "svg-container\"[^>]*>(<div[^>]*></div>)*<svg class=\"main-svg\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Drawn();

    [GeneratedRegex("<[^>]*>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Tags();
}
