using System.Text;
using System.Text.RegularExpressions;
using AnomalyNotebooks.Cli.Images;

namespace AnomalyNotebooks.Cli.Tests.Images;

public sealed class FigureRendererTest
{
    private static readonly string Figure = Charts.Lines("Loss <i>&", "epoch", "loss", [new("loss", [3, 2, 1])]).ToPlotlyJson();

    [Fact]
    public async Task A_figure_becomes_a_png_of_the_size_asked_for_and_an_svg()
    {
        byte[][] pictures = (await Renderer().RenderAsync([Figure], new PictureSize(640, 2), [PictureFormat.Png, PictureFormat.Svg]))[0];
        Assert.Equal("\u0089PNG", Encoding.Latin1.GetString(pictures[0], 0, 4));
        Assert.Equal((1280, 900), (BigEndian(pictures[0], 16), BigEndian(pictures[0], 20)));
        string svg = Encoding.UTF8.GetString(pictures[1]);
        Assert.StartsWith("<svg", svg, StringComparison.Ordinal);
        Assert.Contains("Loss &#60;i&#62;&amp;", svg, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_figures_are_drawn_by_one_start_of_the_browser()
    {
        IReadOnlyList<byte[][]> pictures = await Renderer().RenderAsync([.. Enumerable.Repeat(Figure, 12)], PictureSize.Notebook,
            [PictureFormat.Png]);
        Assert.Equal(12, pictures.Count);
        Assert.All(pictures, picture => Assert.InRange(picture[0].Length, 5_000, 100_000));
    }

    [Fact]
    public async Task A_figure_that_plotly_cannot_draw_is_named()
    {
        const string broken = """{"data":[null]}""";
        AnomalyException error = await Assert.ThrowsAsync<AnomalyException>(() =>
            Renderer().RenderAsync([Figure, broken], PictureSize.Notebook, [PictureFormat.Png]));
        Assert.StartsWith("Figure 2 of 2 could not be drawn", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_that_takes_too_long_is_stopped()
    {
        _ = Renderer();
        var hurried = new FigureRenderer(Browser.Require(), PlotlyJs.Find()) { Timeout = TimeSpan.FromMilliseconds(50) };
        AnomalyException error = await Assert.ThrowsAsync<AnomalyException>(() =>
            hurried.RenderAsync([Figure], PictureSize.Notebook, [PictureFormat.Png]));
        Assert.Contains("did not finish", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_local_copy_the_script_comes_from_the_network_and_says_so()
    {
        PlotlyJs missing = PlotlyJs.FindIn(Path.GetTempPath());
        Assert.False(missing.IsLocal);
        Assert.Contains("need a network", missing.Description, StringComparison.Ordinal);
        Assert.Contains("https://cdn.plot.ly/plotly-cartesian-", missing.ScriptElement(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_that_figures_name_is_the_one_that_npm_installs()
    {
        PlotlyJs local = PlotlyJs.Find();
        Assert.SkipUnless(local.IsLocal, "npm was missing when this was built: no local plotly.js");
        string head = File.ReadLines(local.Path!).Take(5).Aggregate((a, b) => a + b);
        Assert.Equal(FigureHtml.PlotlyVersion, Regex.Match(head, @"(?<=v)\d+\.\d+\.\d+", RegexOptions.None, TimeSpan.FromSeconds(1)).Value);
    }

    internal static FigureRenderer Renderer()
    {
        Assert.SkipWhen(Browser.Find() is null, "no Chromium, Chrome or Edge on PATH");
        Assert.SkipUnless(PlotlyJs.Find().IsLocal, "npm was missing when this was built: no local plotly.js");
        return FigureRenderer.Create();
    }

    private static int BigEndian(byte[] bytes, int at) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
}
