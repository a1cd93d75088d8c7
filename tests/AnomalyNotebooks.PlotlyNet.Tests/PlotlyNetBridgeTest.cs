using System.Reflection;
using System.Text.Json.Nodes;
using Plotly.NET;
using Plotly.NET.CSharp;

namespace AnomalyNotebooks.Tests;

public sealed class PlotlyNetBridgeTest
{
    private static readonly double[] X = [0, 0.5, 1e-7, 4], Y = [3, -1.25, 2e20, 0];

    public static TheoryData<string> Kinds => [.. Figures.Keys];

    private static Dictionary<string, AnomalyNotebooks.Figure> Figures { get; } = new(StringComparer.Ordinal)
    {
        ["lines"] = Charts.Lines("Loss", new Axis("epoch"), new Axis("loss"), [new Series("train", X, Y), new Series("validation", Y, X)]),
        ["bars"] = Charts.Bars("Flows", new Axis("flows"), ["Worms", "<script>", "Normal"], [44, 6062, 37000]),
        ["pie"] = Charts.Pie("Attacks", ["DoS", "Fuzzers"], [4089, 6062]),
        ["heatmap"] = Charts.Heatmap("Correlation", ["a", "b"], ["a", "b"], new double[,] { { 1, -0.25 }, { -0.25, 1 } }, "correlation"),
        ["confusion"] = Charts.Confusion("Confusion", 34830, 2170, 113, 45219),
        ["histogram"] = Charts.Histogram("Loss per flow", new Axis("loss"), [new Series("normal", X), new Series("attack", Y)], logY: true),
        ["roc"] = Charts.RocCurves("ROC", [new Series("autoencoder", [0, 0.1, 1], [0, 0.9, 1])], logFalsePositives: false),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_figure_that_went_through_Plotly_NET_has_the_same_JSON(string kind)
    {
        AnomalyNotebooks.Figure figure = Figures[kind];

        string json = GenericChart.toJson(figure.ToGenericChart());

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(figure.ToPlotlyJson()), JsonNode.Parse(json)), json);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(figure.ToPlotlyJson()),
            JsonNode.Parse(figure.ToGenericChart().ToFigure().ToPlotlyJson())));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Its_title_and_text_come_back_too(string kind)
    {
        AnomalyNotebooks.Figure figure = Figures[kind].WithSubtitle("synthetic sample").WithName("a-name");

        AnomalyNotebooks.Figure back = figure.ToGenericChart().ToFigure();

        Assert.Equal((figure.Title, figure.Subtitle, figure.Name, figure.Height, figure.ToString()),
            (back.Title, back.Subtitle, back.Name, back.Height, back.ToString()));
    }

    [Fact]
    public void Styling_one_property_of_an_axis_with_Plotly_NET_CSharp_keeps_the_others()
    {
        AnomalyNotebooks.Figure figure = Figures["lines"];
        JsonNode before = JsonNode.Parse(figure.ToPlotlyJson())!["layout"]!;

        GenericChart styled = figure.ToGenericChart().WithYAxisStyle<double, double, string>(MinMax: Tuple.Create(0.0, 5.0));
        JsonNode after = JsonNode.Parse(styled.ToFigure().ToPlotlyJson())!["layout"]!;

        Assert.Equal([0, 5], after["yaxis"]!["range"]!.AsArray().Select(value => value!.GetValue<double>()));
        Assert.Equal("loss", after["yaxis"]!["title"]!["text"]!.GetValue<string>());
        Assert.True(JsonNode.DeepEquals(before["xaxis"], after["xaxis"]));
        Assert.True(JsonNode.DeepEquals(before["template"], after["template"]));
    }

    [Fact]
    public void Our_figure_and_a_chart_of_Plotly_NET_combine_into_one()
    {
        GenericChart ours = Figures["lines"].ToGenericChart();
        GenericChart theirs = Plotly.NET.CSharp.Chart.Line<double, double, string>(x: X, y: Y, Name: "TorchSharp");

        JsonNode both = JsonNode.Parse(Plotly.NET.CSharp.Chart.Combine([ours, theirs]).ToFigure().ToPlotlyJson())!;

        Assert.Equal(["train", "validation", "TorchSharp"], both["data"]!.AsArray().Select(trace => trace!["name"]!.GetValue<string>()));
    }

    [Fact]
    public void Two_figures_combined_by_Plotly_NET_keep_the_marks_of_both()
    {
        GenericChart Marked(string text, double at) =>
            Charts.Densities("Loss", new Axis("loss"), [new Series(text, X, Y)], [new Mark(at, text)]).ToGenericChart();

        JsonNode layout = JsonNode.Parse(Plotly.NET.CSharp.Chart.Combine([Marked("normal", 1.5), Marked("attack", 2.5)]).ToFigure()
            .ToPlotlyJson())!["layout"]!;

        Assert.Equal([1.5, 2.5], layout["shapes"]!.AsArray().Select(shape => shape!["x0"]!.GetValue<double>()));
    }

    [Fact]
    public void A_chart_made_with_Plotly_NET_becomes_a_figure()
    {
        GenericChart chart = Plotly.NET.CSharp.Chart.Point<double, double, string>(x: X, y: Y, Name: "flows")
            .WithXAxisStyle<double, double, string>(TitleText: "bytes");

        AnomalyNotebooks.Figure figure = chart.ToFigure();

        Assert.Equal("Made there", figure.WithTitle("Made there").Title);
        Assert.Contains("\"flows\"", figure.ToPlotlyJson(), StringComparison.Ordinal);
        Assert.Contains("\"bytes\"", figure.ToPlotlyJson(), StringComparison.Ordinal);
        Assert.Contains("<div", figure.ToHtml(), StringComparison.Ordinal);
    }

    /// <summary>Notebook hosts bring an F# library that can be older than the one Plotly.NET asks for.</summary>
    [Fact]
    public void Whichever_FSharp_library_is_asked_for_the_one_that_is_there_is_taken()
    {
        Assert.Throws<FileNotFoundException>(() => Assembly.Load("FSharp.Cores, Version=99.0.0.0"));

        PlotlyNetBridge.Attach();

        Assert.Equal("FSharp.Core", Assembly.Load("FSharp.Core, Version=99.0.0.0").GetName().Name);
    }

    [Fact]
    public void An_animation_is_refused_by_name()
    {
        AnomalyNotebooks.Figure animated =
            AnomalyNotebooks.Figure.FromPlotlyJson("""{"data": [], "layout": {"title": {"text": "Moving"}}, "frames": [{"data": []}]}""");

        AnomalyException error = Assert.Throws<AnomalyException>(animated.ToGenericChart);

        Assert.Contains("'Moving' has 1 frames", error.Message, StringComparison.Ordinal);
    }
}
