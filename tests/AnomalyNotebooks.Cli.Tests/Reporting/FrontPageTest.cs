using AnomalyNotebooks.Cli.Images;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Reporting;
using AnomalyNotebooks.Cli.Running;
using AnomalyNotebooks.Cli.Tests.Support;
using Microsoft.Playwright;

namespace AnomalyNotebooks.Cli.Tests.Reporting;

/// <summary>The first page of a report and its table of results, as who reads nothing else sees them.</summary>
public sealed class FrontPageTest(FrontPageTest.Report report) : IClassFixture<FrontPageTest.Report>
{
    [Fact]
    public void The_lessons_record_every_result_that_the_first_page_is_made_of()
    {
        string[] recorded = [.. NotebookFinder.AllIn(Path.Combine(Repository.Root, "notebooks")).SelectMany(path =>
            Notebook.Load(path).CodeCells.SelectMany(cell => RecordedResult.In(cell.Outputs))).Select(result => result.Name)];

        Assert.All(FrontPage.Needed, name => Assert.Contains(name, recorded));
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 400)]
    public async Task It_says_what_was_asked_what_came_out_and_what_not_to_conclude(ColorScheme theme, int width)
    {
        await using Page page = await Page.OpenAsync(report.File, theme, width, touch: width < 600);
        string text = await page.Content.InnerTextAsync(".front");

        Assert.Matches("(?s)What was asked.*What came out.*What not to conclude", text);
        Assert.Contains("found 75 % of the attacks. 1.2 % of the normal flows", text, StringComparison.Ordinal);
        Assert.Contains("it found 70 %, and 4.5 % of the normal flows", text, StringComparison.Ordinal);
        Assert.Contains("Made up.", text, StringComparison.Ordinal);
        Assert.Equal(1, await page.Content.Locator(".front .anomaly-figure").CountAsync());
        Assert.DoesNotContain("published", text, StringComparison.Ordinal); // nobody recorded it
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task On_a_phone_each_result_stands_in_a_line_with_its_number_and_nothing_scrolls_sideways()
    {
        await using Page page = await Page.OpenAsync(report.File, width: 400, touch: true);

        Assert.True(await page.Content.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
        Assert.True(await page.Content.EvaluateAsync<bool>("document.querySelector('.wide').scrollWidth <= "
            + "document.querySelector('.wide').clientWidth"));
        // The numbers end at one edge, and no name takes more than three lines.
        float[] ends = await page.Content.EvaluateAsync<float[]>("Array.from(document.querySelectorAll('.summary li b')).map(b => "
            + "Math.round(b.getBoundingClientRect().right))");
        Assert.Equal(5, ends.Length);
        Assert.Single(ends.Distinct());
        Assert.True(await page.Content.EvaluateAsync<bool>("Array.from(document.querySelectorAll('.summary li span')).every(s => "
            + "s.getBoundingClientRect().height < 70)"));
    }

    /// <summary>A report of a lesson that records what the first page needs, in part.</summary>
    public sealed class Report : IAsyncLifetime
    {
        private readonly TemporaryFolder folder = new();

        public string File => folder.File("report/index.html");

        public async ValueTask InitializeAsync()
        {
            NotebookRun run = await Lesson.RunAsync(new NotebookBuilder()
                .Markdown("# 7 · Detectors: who finds what, at what cost")
                .Code($"#r \"{typeof(FlowTable).Assembly.Location}\"\nusing AnomalyNotebooks;\n"
                    + """
                    Results.Record("FPR got where 1 % is asked, random-holdout", 0.0121).And("recall there, random-holdout", 0.7512)
                        .And("FPR got where 1 % is asked, block", 0.0449).And("recall there, block", 0.7)
                        .And("AUROC lost by neighbours with 1 % attacks among the training flows", 0.25)
                    """));
            Assert.True(run.Succeeded, run.Succeeded ? "" : FailureText.Of(run));
            new ReportPage(File, PlotlyJs.Find()).Write([run], "on nothing", "Made up.");
        }

        public ValueTask DisposeAsync()
        {
            folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
