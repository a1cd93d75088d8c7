using AnomalyNotebooks.Cli.Images;
using AnomalyNotebooks.Cli.Reporting;
using AnomalyNotebooks.Cli.Running;
using AnomalyNotebooks.Cli.Tests.Support;
using Microsoft.Playwright;

namespace AnomalyNotebooks.Cli.Tests.Reporting;

public sealed class ReportPageTest(ReportPageTest.Report report) : IClassFixture<ReportPageTest.Report>
{
    private const string Evil = "<script>window.evil = true</script>";

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 390)]
    public async Task Every_figure_draws_without_a_network_and_nothing_complains(ColorScheme theme, int width)
    {
        Assert.SkipUnless(PlotlyJs.Find().IsLocal, "npm was missing at build time: plotly.js comes from the network");
        await using Page page = await Page.OpenAsync(report.File, theme, width, touch: width < 600);

        await page.Content.WaitForFunctionAsync("document.querySelectorAll('.anomaly-figure .main-svg').length >= "
            + "document.querySelectorAll('.anomaly-figure').length");

        Assert.Equal(4, await page.Content.EvaluateAsync<int>("document.querySelectorAll('.anomaly-figure').length"));
        Assert.Equal(4, await page.Content.EvaluateAsync<int>("Array.from(document.querySelectorAll('.anomaly-figure')).filter(f => "
            + "f.querySelector('.main-svg') && f.data && f.data.length > 0).length"));
        Assert.Empty(page.Complaints);
        // A phone scrolls down, never sideways.
        Assert.True(await page.Content.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
    }

    [Fact]
    public async Task Text_from_data_stays_text()
    {
        await using Page page = await Page.OpenAsync(report.File);

        Assert.False(await page.Content.EvaluateAsync<bool>("'evil' in window"));
        Assert.Contains(Evil, await page.Content.InnerTextAsync("body"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_folds_cell_by_cell_and_all_at_once_and_hidden_code_starts_folded()
    {
        await using Page page = await Page.OpenAsync(report.File);
        const string open = "document.querySelectorAll('details.code[open]').length";
        int all = await page.Content.EvaluateAsync<int>("document.querySelectorAll('details.code').length");

        Assert.Equal(all - 1, await page.Content.EvaluateAsync<int>(open));
        await page.Content.ClickAsync("#fold");
        Assert.Equal(0, await page.Content.EvaluateAsync<int>(open));
        await page.Content.ClickAsync("#fold");
        await page.Content.ClickAsync("details.code[open] > summary");
        Assert.Equal(all - 2, await page.Content.EvaluateAsync<int>(open));
    }

    [Fact]
    public async Task The_table_of_contents_leads_to_each_section()
    {
        await using Page page = await Page.OpenAsync(report.File);

        string[] targets = await page.Content.EvaluateAsync<string[]>("Array.from(document.querySelectorAll('nav a')).map(link => "
            + "link.hash.slice(1))");

        Assert.Equal(["lesson", "lesson-figures", "lesson-an-error"], targets);
        Assert.True(await page.Content.EvaluateAsync<bool>("Array.from(document.querySelectorAll('nav a')).every(link => "
            + "document.getElementById(link.hash.slice(1)))"));
    }

    [Fact]
    public void The_page_loads_nothing_from_elsewhere()
    {
        string html = File.ReadAllText(report.File);

        Assert.DoesNotMatch("<(?:script|img|link|iframe)[^>]*(?:src|href)=\"(?!data:)",
            html[..html.IndexOf("window.drawFigure", StringComparison.Ordinal)].Replace(PlotlyJs.Find().ScriptElement(), "",
            StringComparison.Ordinal));
    }

    /// <summary>A report of one notebook with figures, a group of them, tables, prints, and texts that try to break out.</summary>
    public sealed class Report : IAsyncLifetime
    {
        private readonly TemporaryFolder folder = new();

        public string File => folder.File("report/index.html");

        public async ValueTask InitializeAsync()
        {
            NotebookRun run = await Lesson.RunAsync(new NotebookBuilder()
                .Markdown($"# A lesson\n\n{Evil}\n\n## Figures")
                .Code($"#r \"{typeof(FlowTable).Assembly.Location}\"\nusing AnomalyNotebooks;\nvar evil = "
                    + $"{Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(Evil, quote: true)};\n"
                    + "Console.WriteLine(evil);\nCharts.Bars(evil, new Axis(evil), [\"Normal\", evil], [37000.0, 44])")
                .Code("Show.SideBySide(Charts.Lines(\"Loss\", \"epoch\", \"loss\", [new Series(\"loss\", [3.0, 2, 1])]), "
                    + "Charts.Confusion(\"Confusion\", 34830, 2170, 113, 45219))")
                .Code("Charts.Pie(\"Classes\", [\"Normal\", \"Attack\"], [37000.0, 45332])", "hide-input")
                .Code("new[] { new { Name = evil, Count = 1 } }")
                .Code("Results.Record(evil, 0.97)")
                .Markdown("## An error")
                .Code("throw new Exception(evil);", "raises-exception"));
            Assert.True(run.Succeeded);
            new ReportPage(File, PlotlyJs.Find()).Write([run], $"on {Evil}");
        }

        public ValueTask DisposeAsync()
        {
            folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
