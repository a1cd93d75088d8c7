using System.Xml.Linq;

namespace AnomalyNotebooks.Tests.Figures;

/// <summary>What a page shows of a figure without running a script.</summary>
public class StaticSvgTest
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Kinds => [.. ChartGallery.Kinds];

    [Theory, MemberData(nameof(Kinds))]
    public void Every_kind_of_figure_has_a_still_picture_within_its_frame(string kind)
    {
        Figure figure = ChartGallery.Figures[kind];
        XElement picture = Picture(figure);
        Assert.Equal(figure.ToString().ReplaceLineEndings("\n"), picture.Element(Svg + "title")!.Value.ReplaceLineEndings("\n"));
        Assert.Contains(picture.Elements(Svg + "text"), text => figure.Title.StartsWith(text.Value, StringComparison.Ordinal));
        Assert.DoesNotContain("NaN", picture.ToString(), StringComparison.Ordinal);
        Assert.True(picture.Elements(Svg + "path").Count() + picture.Elements(Svg + "rect").Count() >= 2);
        foreach (XElement rectangle in picture.Elements(Svg + "rect"))
            Assert.InRange((double)rectangle.Attribute("x")! + (double)rectangle.Attribute("width")!, 0, 800.1);
    }

    [Fact]
    public void Longer_bars_are_drawn_for_larger_values()
    {
        Figure bars = Charts.Bars("b", "v", ["one", "two"], [1, 2]);
        double[] widths = [.. Picture(bars).Elements(Svg + "rect").Skip(1).Select(bar => (double)bar.Attribute("width")!)];
        Assert.Equal(2, widths.Length);
        Assert.Equal(2, widths[1] / widths[0], 0.01);
    }

    [Fact]
    public void A_gap_in_a_line_stays_a_gap()
    {
        XElement line = Picture(Charts.Lines("l", "x", "y", [new("a", [1, double.NaN, 3, 4])])).Elements(Svg + "path").Last();
        Assert.Equal(2, ((string)line.Attribute("d")!).Count(c => c == 'M'));
    }

    [Fact]
    public void Of_kinds_that_it_cannot_draw_the_words_stand_there() =>
        Assert.DoesNotContain("<svg", Figure.FromPlotlyJson("""{"data":[{"type":"scatter3d"}]}""").ToHtml(), StringComparison.Ordinal);

    private static XElement Picture(Figure figure)
    {
        string html = figure.ToHtml();
        return XElement.Parse(html[html.IndexOf("<svg", StringComparison.Ordinal)..(html.IndexOf("</svg>", StringComparison.Ordinal) + 6)]);
    }
}
