using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Export;
using AnomalyNotebooks.Cli.Images;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Reporting;
using AnomalyNotebooks.Cli.Running;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.UnderAttack;

/// <summary>Notebooks that somebody else wrote, to do harm where they are shown.</summary>
public sealed class ForeignNotebookTest
{
    [Theory]
    [InlineData("<script>window.evil = 1</script>")]
    [InlineData("<img src=x onerror=\"window.evil = 1\">")]
    [InlineData("<a href=\"java\nscript:evil()\">x</a>")]
    [InlineData("<meta http-equiv=refresh content=\"0;url=https://example.org\">")]
    [InlineData("<iframe srcdoc=\"<script>evil()</script>\"></iframe>")]
    [InlineData("<form action=https://example.org><input name=x><button>evil</button></form>")]
    [InlineData("<svg><script>evil()</script></svg>")]
    [InlineData("<div id=fold>x</div>")]
    [InlineData("<img src=\"https://example.org/x.png\">")]
    [InlineData("<div style=\"position:fixed;top:0\">x</div>")]
    [InlineData("<base href=https://example.org>")]
    public void What_acts_is_taken_out_of_HTML(string html)
    {
        string clean = ForeignHtml.Clean(html);

        Assert.All((string[])["<script", "onerror", "script:", "http", "iframe", "<form", "id=", "fixed", "<base", "<meta"], acting =>
            Assert.DoesNotContain(acting, clean, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Our_own_tables_stay_as_they_are()
    {
        string table = HtmlTable.FromRows(["a", "b"], [["<x>", 1], ["y", 2.5]]).ToHtml();

        string clean = ForeignHtml.Clean(table);

        Assert.All((string[])["<table", "<th", "text-align", "&lt;x&gt;"], part => Assert.Contains(part, clean, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("javascript:alert(1)", false, false)]
    [InlineData(" java\tscript:alert(1)", false, false)]
    [InlineData("data:text/html;base64,PHNjcmlwdD4=", false, false)]
    [InlineData("file:///etc/passwd", false, false)]
    [InlineData("//server/share", false, false)]
    [InlineData("https://example.org/x.png", true, false)]
    [InlineData("data:image/png;base64,iVBORw0KGgo=", true, true)]
    [InlineData("https://example.org/", false, true)]
    [InlineData("04-loss.ipynb#scores", false, true)]
    public void Addresses_that_run_code_or_fetch_are_refused(string address, bool isImage, bool isAllowed) =>
        Assert.Equal(isAllowed ? address : "", SafeAddress.Of(address, isImage));

    [Fact]
    public void A_link_in_a_text_does_not_run_code()
    {
        string html = new MarkdownText("", link => link)
            .ToHtml("[a](javascript:alert(1)) <javascript:alert(2)> [b]\n\n[b]: javascript:alert(3)");

        Assert.DoesNotContain("href=\"javascript", html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Pictures_come_from_the_notebooks_folder_and_from_nowhere_else()
    {
        using var folder = new TemporaryFolder();
        string notebooks = Directory.CreateDirectory(folder.File("notebooks")).FullName;
        File.WriteAllBytes(folder.File("secret.png"), [1]);
        File.WriteAllBytes(Path.Combine(notebooks, "own.png"), [1]);
        File.CreateSymbolicLink(Path.Combine(notebooks, "link.png"), folder.File("secret.png"));

        Assert.NotNull(EmbeddedImage.In(notebooks, "own.png"));
        Assert.All((string[])["../secret.png", "link.png", folder.File("secret.png"), "a\0b.png"], address =>
            Assert.Null(EmbeddedImage.In(notebooks, address)));
    }

    [Fact]
    public async Task A_page_of_a_foreign_notebook_runs_none_of_its_scripts()
    {
        using var folder = new TemporaryFolder();
        Notebook notebook = new NotebookBuilder().Markdown("# Title").Code("1").Build(folder.File("lesson.ipynb"));
        notebook.Cells[1].Outputs = [new JsonObject
        {
            ["output_type"] = "execute_result",
            ["metadata"] = new JsonObject(),
            ["data"] = new JsonObject { ["text/html"] =
                "<b>shown</b><script>window.evil = true</script><img src=x onerror='window.evil = true'><svg onload='window.evil = "
                + "true'></svg>" },
        }];
        string file = folder.File("slides.html");
        new SlideDeck(notebook, PlotlyJs.Find()).Write(file);
        string html = File.ReadAllText(file);

        Assert.DoesNotContain("'unsafe-inline'", html, StringComparison.Ordinal);
        await using Page page = await Page.OpenAsync(file);
        Assert.False(await page.Content.EvaluateAsync<bool>("'evil' in window"));
        Assert.Equal("1 / 1", await page.Content.InnerTextAsync("#place")); // the page's own script runs
    }

    [Fact]
    public void A_file_name_with_HTML_stays_a_name()
    {
        Notebook evil = new NotebookBuilder().Markdown("# Title").Code("1").Build("/tests/x\"><img src=x onerror=evil()>\n.ipynb");
        string report = new ReportPage("/tests/report.html", PlotlyJs.FindIn("/nowhere"))
            .Html([new NotebookRun(NotebookPlan.For(evil))], "");
        string program = CSharpFile.ToText(evil, "/tests/x.cs");

        Assert.DoesNotContain("<img", report, StringComparison.Ordinal);
        Assert.DoesNotContain("\"x\">", program, StringComparison.Ordinal);
        Assert.All(program.Split('\n').Take(2), line => Assert.StartsWith("//", line, StringComparison.Ordinal));
    }

    [Fact]
    public void The_browser_keeps_its_sandbox_but_for_root_with_whom_it_would_not_start()
    {
        Assert.SkipWhen(Browser.Find() is null, "no browser");
        Assert.DoesNotContain("--no-sandbox", Browser.Require().Start("/page.html", "/profile", isRoot: false).ArgumentList);
        Assert.Contains("--no-sandbox", Browser.Require().Start("/page.html", "/profile", isRoot: true).ArgumentList);
    }

    [Fact]
    public async Task A_figure_that_names_an_address_is_drawn_without_asking_it()
    {
        Assert.SkipWhen(Browser.Find() is null || !PlotlyJs.Find().IsLocal, "no browser, or no local plotly.js");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        string address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/x.png";
        string figure = $$$"""{"data": [{"x": [1], "y": [2]}], "layout": {"images": [{"source": "{{{address}}}", "x": 0, "y": 1, "sizex": 1, "sizey": 1} ] } }""";

        try
        {
            await FigureRenderer.Create().RenderAsync([figure], PictureSize.Notebook, [PictureFormat.Png],
                TestContext.Current.CancellationToken);
        }
        catch (AnomalyException)
        {
            // That it cannot be drawn without the picture is right, too.
        }

        Assert.False(listener.Pending(), "the browser asked the address that the figure names");
    }
}
