using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Tests.Figures;

/// <summary>Groups as one figure, for hosts that draw Plotly's JSON themselves.</summary>
public class FigureSheetTest
{
    private static readonly HtmlTable Table =
        HtmlTable.FromRows(["category", "flows"], [["<DoS>", 12], ["Worms", 3]]).WithCaption("Counts");

    private static readonly Figure Lines = Charts.Lines("Loss", new Axis("epoch"), new Axis("loss"),
        [new Series("train", [1, 2], [3, 4]), new Series("validation", [1, 2], [4, 5])], [new Mark(1.5, "best")]);

    private static readonly Figure Pie = Charts.Pie("Attacks", ["DoS", "Fuzzers"], [4089, 6062]);
    private static readonly Figure Heat = Charts.Heatmap("Correlation", ["a", "b"], ["a", "b"], new double[,] { { 1, 0 }, { 0, 1 } }, "r");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_trace_refers_to_axes_and_a_legend_of_its_own_part(bool sideBySide)
    {
        JsonObject sheet = Sheet(sideBySide, Table, Lines, Pie, Heat);
        var layout = (JsonObject)sheet["layout"]!;
        JsonObject[] traces = [.. ((JsonArray)sheet["data"]!).OfType<JsonObject>()];

        Assert.Equal(["table", "scatter", "scatter", "pie", "heatmap"], traces.Select(trace => (string?)trace["type"] ?? "scatter"));
        Assert.NotEqual((string?)traces[1]["xaxis"], (string?)traces[4]["xaxis"]);
        Assert.Equal((string?)traces[1]["legend"], (string?)traces[2]["legend"]);
        foreach (JsonObject trace in traces)
        {
            Assert.True(layout.ContainsKey((string)trace["legend"]!));
            Assert.DoesNotContain("1", $"{trace["legend"]}{trace["xaxis"]}", StringComparison.Ordinal); // plotly.js draws no 'legend1'
            foreach (string axis in new[] { "xaxis", "yaxis" }.Select(name => (string?)trace[name]).OfType<string>())
            {
                var there = Assert.IsType<JsonObject>(layout[$"{axis[0]}axis{axis[1..]}"]);
                Assert.True(layout.ContainsKey($"{((string)there["anchor"]!)[0]}axis{((string)there["anchor"]!)[1..]}"));
            }
        }
    }

    [Fact]
    public void Parts_stand_below_or_beside_each_other_and_do_not_overlap()
    {
        double[][] below = [.. Boxes(Sheet(false, Lines, Heat, Lines), 'y')], beside = [.. Boxes(Sheet(true, Lines, Heat, Lines), 'x')];

        Assert.True(below[0][0] > below[1][1] && below[1][0] > below[2][1] && below[2][0] > 0 && below[0][1] < 1);
        Assert.True(beside[0][1] < beside[1][0] && beside[1][1] < beside[2][0] && beside[2][1] < 1);
    }

    [Fact]
    public void What_a_figure_places_on_its_page_is_placed_in_its_part()
    {
        JsonObject sheet = Sheet(false, Heat, Lines);
        JsonObject[] shapes = [.. ((JsonArray)sheet["layout"]!["shapes"]!).OfType<JsonObject>()];
        var traces = (JsonArray)sheet["data"]!;

        JsonObject mark = Assert.Single(shapes);
        Assert.Equal((string?)traces[1]!["xaxis"], (string?)mark["xref"]);
        Assert.Equal($"{(string?)traces[1]!["yaxis"]} domain", (string?)mark["yref"]);
        Assert.Contains(((JsonArray)sheet["layout"]!["annotations"]!).OfType<JsonObject>(),
            note => ((string?)note["text"])!.Contains("Loss", StringComparison.Ordinal));
    }

    [Fact]
    public void Texts_of_a_table_are_not_taken_for_markup() =>
        Assert.Equal("&lt;DoS&gt;", (string?)Sheet(false, Table, Pie)["data"]![0]!["cells"]!["values"]![0]![0]);

    [Fact]
    public void Groups_without_a_figure_stay_HTML_and_those_with_one_carry_both()
    {
        static string[] Preferred(IRichOutput output) => ((TypeFormatterSourceAttribute)Attribute.GetCustomAttribute(
            output.GetType(), typeof(TypeFormatterSourceAttribute))!).PreferredMimeTypes;

        Assert.Equal([MimeTypes.Html, MimeTypes.PlainText], Preferred(Show.All(Table, Table)));
        Assert.Equal([MimeTypes.Plotly, MimeTypes.Html, MimeTypes.PlainText], Preferred(Show.All(Table, Show.SideBySide(Lines, Table))));
    }

    private static JsonObject Sheet(bool sideBySide, params IRichOutput[] outputs) =>
        (JsonObject)JsonNode.Parse(FigureSheet.Of((OutputGroup)(sideBySide ? Show.SideBySide(outputs) : Show.All(outputs))))!;

    private static IEnumerable<double[]> Boxes(JsonObject sheet, char letter) => ((JsonObject)sheet["layout"]!)
        .Where(item => item.Key.StartsWith($"{letter}axis", StringComparison.Ordinal))
        .Select(item => ((JsonArray)item.Value!["domain"]!).Select(at => (double)at!).ToArray());
}
