using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Tests.Figures;

/// <summary>That charts show what they were given, and refuse what makes no sense.</summary>
public sealed class ChartsTest
{
    [Fact]
    public void Every_kind_of_the_gallery_escapes_names_from_data()
    {
        Assert.All(ChartGallery.Figures.Values, figure =>
        {
            Assert.DoesNotContain("<script>", figure.ToPlotlyJson(), StringComparison.Ordinal);
            Assert.All(Strings(JsonNode.Parse(figure.ToPlotlyJson())!["data"]), text =>
                Assert.DoesNotContain("<script>", text, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void A_histogram_counts_every_value_once_the_largest_too()
    {
        double[] values = [.. Enumerable.Range(0, 1001).Select(i => i / 10.0)];
        JsonArray heights = (JsonArray)Trace(Charts.Histogram("h", "x", [new("a", values)], bins: 7, share: false))["y"]!;
        Assert.Equal(1001, heights.Sum(height => height!.GetValue<double>()));
    }

    [Fact]
    public void Bins_of_a_logarithmic_axis_leave_out_zeros_and_the_text_says_so()
    {
        Figure figure = Charts.Histogram("h", Axis.Logarithmic("x"), [new("a", [0, 0.1, 1, 10])], bins: 2, share: false);
        Assert.Equal("[0.1,1,10]", Trace(figure)["x"]!.ToJsonString());
        Assert.Equal("[1,2,0]", Trace(figure)["y"]!.ToJsonString());
        Assert.Contains("1 outside the axis", figure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_thinned_panel_draws_every_k_th_point()
    {
        double[] many = [.. Enumerable.Range(0, 10_001).Select(i => (double)i)];
        Figure figure = Charts.SmallMultiples("s", "x", "y", [new("all", [new("flows", many, many)])], PanelKind.Points, maxPoints: 1000);
        Assert.Equal(910, Trace(figure)["x"]!.AsArray().Count);
    }

    [Fact]
    public void A_curve_of_many_corners_is_thinned_by_less_than_a_pixel()
    {
        double[] rates = [.. Enumerable.Range(0, 20_001).Select(i => i / 20_000.0)];
        JsonNode trace = Trace(Charts.RocCurves("r", [new("a", rates, [.. rates.Select(Math.Sqrt)])]));
        double[] x = [.. trace["x"]!.AsArray().Select(value => value!.GetValue<double>())],
            y = [.. trace["y"]!.AsArray().Select(value => value!.GetValue<double>())];
        Assert.InRange(x.Length, 500, 3000);
        Assert.Equal((0, 1), (x[0], x[^1]));
        Assert.All(x.Zip(y), point => Assert.Equal(Math.Sqrt(point.First), point.Second, 1e-5));
        Assert.All(x.Zip(x.Skip(1)), step => Assert.InRange(step.Second - step.First, 0, 0.002));
    }

    [Fact]
    public void Waterfall_bars_reach_from_each_level_to_the_next()
    {
        JsonNode bars = Trace(Charts.Waterfall("w", "accuracy", [("published", 0.9), ("out", 0.6), ("held out", 0.7)]));
        Assert.Equal("[0,0.9,0.6,0]", bars["base"]!.ToJsonString());
        Assert.Equal("[0.9,-0.3,0.1,0.7]", bars["x"]!.ToJsonString());
    }

    [Fact]
    public void The_shares_above_the_threshold_are_of_all_flows_not_of_those_drawn()
    {
        double[] losses = [.. Enumerable.Range(0, 10_000).Select(i => i < 2500 ? 5.0 : 1.0)];
        Figure figure = Pictures.AnomalyDetection(losses, [1], [9], threshold: 3, "synthetic sample", maxPoints: 100);
        Assert.Contains("25.0 % above the threshold 3", figure.ToString(), StringComparison.Ordinal);
        Assert.InRange(Trace(figure)["x"]!.AsArray().Count, 50, 100);
        Assert.Contains("1 in 100 drawn", figure.ToPlotlyJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Precision_follows_the_base_rate()
    {
        // Of 100,000 flows 100 are attacks; 90 of them alarm, and 999 of the 99,900 others: 90 of 1,089 alarms are attacks.
        string text = Pictures.AlarmArithmetic([("d", 0.9, 0.01)], "synthetic sample").ToString();
        Assert.Contains("8.3 % where 0.1 % are", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_made_of_synthetic_flows_says_so_in_its_title() =>
        Assert.All(ChartGallery.Figures.Values.Where(figure => figure.Subtitle.Length > 0), figure =>
            Assert.Contains("synthetic sample", (string?)JsonNode.Parse(figure.ToPlotlyJson())!["layout"]!["title"]!["text"],
                StringComparison.Ordinal));

    [Fact]
    public void Inputs_that_do_not_fit_together_are_refused_by_name()
    {
        Assert.Contains("Series 'a' has 2 abscissae and 1 ordinates", Refusal(() => Charts.Lines("t", "x", "y", [new("a", [1, 2], [1])])),
            StringComparison.Ordinal);
        Assert.Contains("2 names for 1 values", Refusal(() => Charts.Bars("t", "v", ["a", "b"], [1])), StringComparison.Ordinal);
        Assert.Contains("1 by 1 values for 2 rows and 1 columns",
            Refusal(() => Charts.Heatmap("t", ["a", "b"], ["x"], new double[1, 1], "m")), StringComparison.Ordinal);
        Assert.Contains("a level to start from", Refusal(() => Charts.Waterfall("t", "v", [("only", 1)])), StringComparison.Ordinal);
        Assert.Contains("at least one", Refusal(() => Charts.SmallMultiples("t", "x", "y", [])), StringComparison.Ordinal);
    }

    [Fact]
    public void Charts_of_nothing_are_empty_and_not_errors()
    {
        Assert.Contains("no points", Charts.Lines("t", "x", "y", [new("a", [])]).ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(Charts.Histogram("t", Axis.Logarithmic("x"), [new("a", [])]).ToHtml());
        Assert.NotEmpty(Charts.Ridgeline("t", "x", [new("a", [])]).ToHtml());
        Assert.NotEmpty(Charts.RocCurves("t", []).ToHtml());
        Assert.NotEmpty(Charts.Bars("t", "x", [], []).ToHtml());
    }

    private static string Refusal(Func<object> chart) => Assert.ThrowsAny<ArgumentException>(chart).Message;

    private static JsonNode Trace(Figure figure) => JsonNode.Parse(figure.ToPlotlyJson())!["data"]![0]!;

    private static IEnumerable<string> Strings(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Strings(member.Value)),
        JsonArray items => items.SelectMany(Strings),
        JsonValue value when value.TryGetValue(out string? text) => [text],
        _ => [],
    };

    [Fact]
    public void Bars_to_both_sides_leave_room_for_their_labels_on_both()
    {
        JsonNode layout = JsonNode.Parse(Charts.Bars("Correlation", "coefficient", ["a", "b"], [-0.5, 0.4]).ToPlotlyJson())!["layout"]!;
        JsonArray range = layout["xaxis"]!["range"]!.AsArray();
        Assert.True(range[0]!.GetValue<double>() < -0.52, range.ToJsonString());
        Assert.True(range[1]!.GetValue<double>() > 0.42, range.ToJsonString());
    }
}
