using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Images;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Reporting;
using AnomalyNotebooks.Cli.Tests.Support;
using AnomalyNotebooks.Cli.Tests.Workbook;
using Microsoft.Playwright;

namespace AnomalyNotebooks.Cli.Tests.Reporting;

public sealed class SlideDeckTest
{
    [Fact]
    public void Tagged_cells_make_the_slides_and_the_others_stay_in_the_notebook()
    {
        Notebook notebook = new NotebookBuilder().Markdown("# Title", "slide").Markdown("not shown").Code("1", "slide")
            .Markdown("more", "fragment").Build();

        Assert.Equal(["1", "3 4"], new SlideDeck(notebook, PlotlyJs.Find()).Slides().Select(slide =>
            string.Join(' ', slide.Select(cell => cell.Number))));
    }

    [Fact]
    public void Without_tags_each_heading_starts_a_slide()
    {
        Notebook notebook = new NotebookBuilder().Markdown("# Title").Code("1").Markdown("## Part").Markdown("text")
            .Markdown("## Left out", "skip-slide").Build();

        Assert.Equal(["1 2", "3 4"], new SlideDeck(notebook, PlotlyJs.Find()).Slides().Select(slide =>
            string.Join(' ', slide.Select(cell => cell.Number))));
    }

    [Fact]
    public async Task Keys_and_buttons_go_through_the_slides_fragments_come_one_by_one_and_figures_draw()
    {
        Assert.SkipUnless(PlotlyJs.Find().IsLocal, "npm was missing at build time: plotly.js comes from the network");
        using var folder = new TemporaryFolder();
        Notebook notebook = new NotebookBuilder().Markdown("# First", "slide").Markdown("one by one", "fragment")
            .Code("draw()", "slide").Build();
        notebook.Cells[2].Outputs = [new JsonObject { ["output_type"] = "display_data",
            ["data"] = new JsonObject { [MimeType.Plotly] = JsonNode.Parse(Charts.Bars("Classes", new Axis("flows"), ["Normal"], [37000.0])
            .ToPlotlyJson()) } }];
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

    [Fact]
    public async Task A_swipe_goes_to_the_next_slide_and_back_and_a_tap_or_a_scroll_goes_nowhere()
    {
        using var folder = new TemporaryFolder();
        new SlideDeck(new NotebookBuilder().Markdown("# First", "slide").Markdown("# Second", "slide").Build(), PlotlyJs.Find())
            .Write(folder.File("slides.html"));
        await using Page page = await Page.OpenAsync(folder.File("slides.html"), touch: true);
        async Task<string> PlaceAfterAsync(int fromX, int fromY, int toX, int toY)
        {
            await page.Content.EvaluateAsync("touches => touches.forEach(([type, x, y]) => dispatchEvent(Object.assign(new Event(type), "
                + "{ changedTouches: [{ clientX: x, clientY: y }] })))", new object[] { new object[] { "touchstart", fromX, fromY },
                new object[] { "touchend", toX, toY } });
            return await page.Content.InnerTextAsync("#place");
        }

        Assert.Equal("2 / 2", await PlaceAfterAsync(800, 300, 500, 320));
        Assert.Equal("2 / 2", await PlaceAfterAsync(500, 300, 510, 300));
        Assert.Equal("2 / 2", await PlaceAfterAsync(500, 600, 400, 100));
        Assert.Equal("1 / 2", await PlaceAfterAsync(500, 300, 800, 320));
    }

    [Theory]
    [MemberData(nameof(WorkbookTest.Notebooks), MemberType = typeof(WorkbookTest))]
    public async Task Each_slide_of_a_lesson_fits_the_window_and_each_solution_unfolds(string name)
    {
        Assert.SkipUnless(PlotlyJs.Find().IsLocal, "npm was missing at build time: plotly.js comes from the network");
        using var folder = new TemporaryFolder();
        var deck = new SlideDeck(Notebook.Load(Path.Combine(Repository.Root, "notebooks", name + ".ipynb")), PlotlyJs.Find());
        deck.Write(folder.File("slides.html"));

        await using Page page = await Page.OpenAsync(folder.File("slides.html"), width: 1280, height: 720);
        var tooLong = new List<string>();
        for (int slide = 1; slide <= deck.Slides().Count; slide++)
        {
            await page.Content.EvaluateAsync($"location.hash = '#{slide}'");
            await page.Content.WaitForSelectorAsync(".slide:not([hidden]) .anomaly-figure:not(:has(.main-svg))",
                new() { State = WaitForSelectorState.Detached });
            await page.Content.WaitForTimeoutAsync(50); // the words are fitted when the figures have been drawn
            bool fits = await page.Content.EvaluateAsync<bool>("(slide => slide.scrollHeight <= slide.clientHeight + 1 && "
                + "slide.scrollWidth <= slide.clientWidth)(document.querySelector('.slide:not([hidden])'))");
            const string text = "document.querySelector('.slide:not([hidden])').innerText.slice(0, 60)";
            if (!fits) tooLong.Add($"{slide}: {await page.Content.EvaluateAsync<string>(text)}");
            if (await page.Content.Locator(".slide:not([hidden]) summary").CountAsync() == 0) continue;
            await page.Content.ClickAsync(".slide:not([hidden]) summary");
            Assert.True(await page.Content.IsVisibleAsync(".slide:not([hidden]) details[open] p"));
        }

        Assert.Empty(tooLong);
        Assert.Empty(page.Complaints);
    }
}
