using System.Text.Json;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Tests.Figures;

public sealed class FigureTest
{
    private static readonly Figure Loss = Charts
        .Lines("Loss over epochs", "epoch", new Axis("mean loss", "L1"),
            [new("train", [3, 2, 1.23456789]), new("validation", [3.1, 2.2, double.NaN])])
        .WithSubtitle("synthetic sample");

    [Fact]
    public void The_same_input_gives_the_same_json_and_html()
    {
        Figure again = Charts
            .Lines("Loss over epochs", "epoch", new Axis("mean loss", "L1"),
                [new("train", [3, 2, 1.23456789]), new("validation", [3.1, 2.2, double.NaN])])
            .WithSubtitle("synthetic sample");
        Assert.Equal(Loss.ToPlotlyJson(), again.ToPlotlyJson());
        Assert.Equal(Loss.ToHtml(), again.ToHtml());
    }

    [Fact]
    public void Numbers_have_six_digits_and_gaps_are_null()
    {
        JsonNode data = JsonNode.Parse(Loss.ToPlotlyJson())!["data"]!;
        Assert.Equal("[3,2,1.23457]", data[0]!["y"]!.ToJsonString());
        Assert.Equal("[3.1,2.2,null]", data[1]!["y"]!.ToJsonString());
        Assert.Equal("[1,2,3]", data[0]!["x"]!.ToJsonString());
    }

    [Fact]
    public void A_figure_read_back_from_its_json_is_the_same_figure()
    {
        Figure back = Figure.FromPlotlyJson(Loss.ToPlotlyJson());
        Assert.Equal(Loss.ToPlotlyJson(), back.ToPlotlyJson());
        Assert.Equal(Loss.ToString(), back.ToString());
        Assert.Equal(Loss.Name, back.Name);
        Assert.Equal(Loss.WithTitle("Other").ToPlotlyJson(), back.WithTitle("Other").ToPlotlyJson());
    }

    [Fact]
    public void A_foreign_figure_keeps_its_json()
    {
        const string foreign = """{"data":[{"type":"bar","y":[1.50,2e3]}],"layout":{"title":{"text":"a &lt; b<br>c"}},"frames":[]}""";
        Figure figure = Figure.FromPlotlyJson(foreign);
        Assert.Equal("a < b", figure.Title);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(foreign), JsonNode.Parse(figure.ToPlotlyJson())));
    }

    [Theory]
    [InlineData("{", "no JSON")]
    [InlineData("[1]", "another shape")]
    [InlineData("""{"data":{}}""", "another shape")]
    public void Json_that_is_no_figure_is_refused(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<AnomalyException>(() => Figure.FromPlotlyJson(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Changed_copies_leave_the_figure_as_it_was()
    {
        string before = Loss.ToPlotlyJson();
        Figure changed = Loss.WithTitle("T").WithSubtitle("S").WithName("n").WithHeight(300).WithSummary("words").WithDarkTheme();
        Assert.Equal(before, Loss.ToPlotlyJson());
        Assert.Equal(("T", "S", "n", 300), (changed.Title, changed.Subtitle, changed.Name, changed.Height));
        Assert.Equal("T (S)\nwords", changed.ToString());
    }

    [Fact]
    public void The_text_says_title_data_and_a_few_numbers() =>
        Assert.Equal("Loss over epochs (synthetic sample)\n  train: 3 points, from 3 to 1.235\n  validation: 3 points, from 3.1 to n/a",
            Loss.ToString());

    [Fact]
    public void Text_from_data_never_becomes_markup_or_ends_the_script()
    {
        const string evil = "</script><script>alert('x')</script>&<b>\u2028";
        Figure figure = Charts.Bars(evil, evil, [evil, "tcp"], [1, 2]).WithSubtitle(evil);
        string html = figure.ToHtml();
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>\u2028", html, StringComparison.Ordinal);
        Assert.Equal(1, CountOf("</script>", html));

        // Plotly reads HTML in labels: there, data are escaped once more.
        using JsonDocument json = JsonDocument.Parse(figure.ToPlotlyJson());
        string label = json.RootElement.GetProperty("data")[0].GetProperty("y")[0].GetString()!;
        Assert.Equal("&lt;/script&gt;&lt;script&gt;alert('x')&lt;/script&gt;&amp;&lt;b&gt;\u2028", label);
    }

    [Fact]
    public void Dark_colours_replace_the_light_ones_everywhere()
    {
        string dark = Loss.WithDarkTheme().ToPlotlyJson();
        foreach (string light in Theme.DarkColours.Keys) Assert.DoesNotContain($"\"{light}\"", dark, StringComparison.Ordinal);
        Assert.Contains(Theme.DarkPaper, dark, StringComparison.Ordinal);
    }

    private static int CountOf(string part, string text) => text.Split(part).Length - 1;
}
