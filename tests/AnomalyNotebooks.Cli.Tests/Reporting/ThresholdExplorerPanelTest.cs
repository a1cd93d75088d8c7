using AnomalyNotebooks.Cli.Export;
using AnomalyNotebooks.Cli.Images;
using AnomalyNotebooks.Cli.Reporting;
using AnomalyNotebooks.Cli.Running;
using AnomalyNotebooks.Cli.Tests.Support;
using Microsoft.Playwright;

namespace AnomalyNotebooks.Cli.Tests.Reporting;

/// <summary>The panel in the pages a reader opens: in a report and on slides, by mouse, keyboard and touch.</summary>
public sealed class ThresholdExplorerPanelTest(ThresholdExplorerPanelTest.Pages pages) : IClassFixture<ThresholdExplorerPanelTest.Pages>
{
    private const string Alarms = ".explorer tbody tr:nth-child(1) td:nth-child(2)";
    private const string Achieved = ".explorer tbody tr:nth-child(6) td:nth-child(2)";

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task The_panel_shows_what_the_threshold_does_and_fits_the_page(ColorScheme theme, int width)
    {
        await using Page page = await Page.OpenAsync(pages.Report, theme, width, touch: width < 600);

        Assert.Equal("1.0 %", await page.Content.InnerTextAsync(".explorer output"));
        Assert.Equal(pages.Achieved, await page.Content.InnerTextAsync(Achieved));
        Assert.Equal(2, await page.Content.Locator(".explorer thead th[class]").CountAsync());
        Assert.True(await page.Content.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Arrow_keys_move_the_threshold_and_alarms_follow()
    {
        await using Page page = await Page.OpenAsync(pages.Report);
        double before = Number(await page.Content.InnerTextAsync(Alarms));

        await page.Content.FocusAsync(".explorer input[type=range]");
        for (int i = 0; i < 20; i++) await page.Content.Keyboard.PressAsync("ArrowRight");

        Assert.Equal("10.0 %", await page.Content.InnerTextAsync(".explorer output"));
        Assert.Equal("10.0 %", await page.Content.GetAttributeAsync(".explorer input[type=range]", "aria-valuetext"));
        Assert.True(Number(await page.Content.InnerTextAsync(Alarms)) > 5 * before);
    }

    [Fact]
    public async Task Traffic_and_share_of_attacks_are_the_readers()
    {
        await using Page page = await Page.OpenAsync(pages.Report);
        double before = Number(await page.Content.InnerTextAsync(Alarms));

        await page.Content.GetByLabel("Flows a day").FillAsync("10000000");
        Assert.Equal(10 * before, Number(await page.Content.InnerTextAsync(Alarms)), tolerance: 10);
        await page.Content.GetByLabel("Attacks, % of flows").FillAsync("0");
        Assert.Equal("0 %", await page.Content.InnerTextAsync(".explorer tbody tr:nth-child(3) td:nth-child(2)"));
    }

    [Fact]
    public async Task An_exported_lesson_has_the_panel_of_the_report()
    {
        await using Page page = await Page.OpenAsync(pages.Exported, width: 390, touch: true);

        await page.Content.FocusAsync(".explorer input[type=range]");
        await page.Content.Keyboard.PressAsync("ArrowRight");

        Assert.NotEqual("1.0 %", await page.Content.InnerTextAsync(".explorer output"));
        Assert.Equal(2, await page.Content.Locator("details.code").CountAsync());
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task The_second_detector_can_be_left_out()
    {
        await using Page page = await Page.OpenAsync(pages.Report);

        await page.Content.GetByLabel("compared with").SelectOptionAsync("none");

        Assert.Equal(1, await page.Content.Locator(".explorer thead th[class]").CountAsync());
    }

    [Fact]
    public async Task On_slides_the_arrow_keys_of_the_slider_stay_its_own()
    {
        await using Page page = await Page.OpenAsync(pages.Slides);
        await page.Content.Keyboard.PressAsync("ArrowRight");
        string place = await page.Content.InnerTextAsync("#place");

        await page.Content.FocusAsync(".explorer input[type=range]");
        await page.Content.Keyboard.PressAsync("ArrowRight");

        Assert.Equal(place, await page.Content.InnerTextAsync("#place"));
        Assert.NotEqual("1.0 %", await page.Content.InnerTextAsync(".explorer output"));
        Assert.Empty(page.Complaints);
    }

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A report and slides of one notebook with a panel over made-up scores of the synthetic sample.</summary>
    public sealed class Pages : IAsyncLifetime
    {
        private readonly TemporaryFolder folder = new();

        public string Report => folder.File("report/index.html");

        /// <summary>The false-positive rate of the first detector where 1 % is asked for, counted without the panel.</summary>
        public string Achieved { get; private set; } = "";

        public string Exported => folder.File("exported.html");

        public string Slides => folder.File("slides/lesson.html");

        public async ValueTask InitializeAsync()
        {
            FlowCsvFile.Write(SyntheticFlows.Generate(FlowProfile.Bundled, 4000), folder.File("flows.csv"));
            NotebookRun run = await Lesson.RunAsync(new NotebookBuilder()
                .Markdown("# A lesson")
                .Markdown("## Move the threshold")
                .Code($"#r \"{typeof(FlowTable).Assembly.Location}\"\nusing AnomalyNotebooks;\n"
                    + $"var flows = FlowSource.Load(@\"{folder.File("flows.csv")}\");\n"
                    + """
                    double[] heldOut = [.. Enumerable.Range(0, 999).Select(i => i / 999.0)];
                    // Normals like the held-out ones; attacks higher the later their row.
                    double[] Scores(double lift) => [.. Enumerable.Range(0, flows.Count)
                        .Select(row => (row * 7919L % 1000 / 1000.0) + (flows.IsAttack[row] ? lift : 0))];
                    ThresholdExplorer.Of("<b>made up</b>", flows, 0.001, 1_000_000,
                        ("first", heldOut, Scores(0.5)), ("second", heldOut, Scores(0.2)))
                    """)
                .Code("var matrix = ConfusionMatrix.FromScores(Scores(0.5), flows.IsAttack, QuantileThreshold.Fit(heldOut, 0.01));\n"
                    + "(100 * matrix.FalsePositiveRate).ToString(\"0.00\", System.Globalization.CultureInfo.InvariantCulture) + \" %\""));
            Assert.True(run.Succeeded, run.Succeeded ? "" : run.Cells[^1].Cell.Outputs.ToJsonString());
            Achieved = run.Value(2);
            PlotlyJs plotly = PlotlyJs.Find();
            new ReportPage(Report, plotly).Write([run], "on nothing");
            HtmlFile.Write(run.Notebook, Exported, plotly);
            new SlideDeck(run.Notebook, plotly).Write(Slides);
        }

        public ValueTask DisposeAsync()
        {
            folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
