using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Images;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Reporting;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Reporting;

public sealed class SlideDeckTest
{
    [Fact]
    public void Tagged_cells_make_the_slides_and_the_others_stay_in_the_notebook()
    {
        Notebook notebook = new NotebookBuilder().Markdown("# Title", "slide").Markdown("not shown").Code("1", "slide").Markdown("more", "fragment").Build();

        Assert.Equal(["1", "3 4"], new SlideDeck(notebook, PlotlyJs.Find()).Slides().Select(slide => string.Join(' ', slide.Select(cell => cell.Number))));
    }

    [Fact]
    public void Without_tags_each_heading_starts_a_slide()
    {
        Notebook notebook = new NotebookBuilder().Markdown("# Title").Code("1").Markdown("## Part").Markdown("text").Markdown("## Left out", "skip-slide").Build();

        Assert.Equal(["1 2", "3 4"], new SlideDeck(notebook, PlotlyJs.Find()).Slides().Select(slide => string.Join(' ', slide.Select(cell => cell.Number))));
    }

    [Fact]
    public async Task Keys_and_buttons_go_through_the_slides_fragments_come_one_by_one_and_figures_draw()
    {
        Assert.SkipUnless(PlotlyJs.Find().IsLocal, "npm was missing at build time: plotly.js comes from the network");
        using var folder = new TemporaryFolder();
        Notebook notebook = new NotebookBuilder().Markdown("# First", "slide").Markdown("one by one", "fragment").Code("draw()", "slide").Build();
        notebook.Cells[2].Outputs = [new JsonObject { ["output_type"] = "display_data", ["data"] = new JsonObject { [MimeType.Plotly] = JsonNode.Parse(Charts.Bars("Classes", new Axis("flows"), ["Normal"], [37000.0]).ToPlotlyJson()) } }];
        new SlideDeck(notebook, PlotlyJs.Find()).Write(folder.File("slides.html"));

        await using Page page = await Page.OpenAsync(folder.File("slides.html"));
        Task<string> Seen() => page.Content.InnerTextAsync("#place");

        Assert.Equal("1 / 2", await Seen());
        Assert.Equal(1, await page.Content.Locator(".fragment.waiting").CountAsync());
        await page.Content.Keyboard.PressAsync("ArrowRight");
        Assert.Equal("1 / 2", await Seen());
        Assert.Equal(0, await page.Content.Locator(".fragment.waiting").CountAsync());
        await page.Content.Keyboard.PressAsync("ArrowRight");
        Assert.Equal("2 / 2", await Seen());
        await page.Content.WaitForSelectorAsync(".slide:not([hidden]) .anomaly-figure .main-svg");
        await page.Content.ClickAsync("#back");
        Assert.Equal("1 / 2", await Seen());
        Assert.Empty(page.Complaints);
    }
}
