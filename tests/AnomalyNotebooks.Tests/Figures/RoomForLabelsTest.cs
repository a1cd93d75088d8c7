using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Tests.Figures;

public sealed class RoomForLabelsTest
{
    [Fact]
    public void A_legend_of_several_lines_gets_room_between_title_and_plot()
    {
        int one = TopMargin(2), several = TopMargin(7);
        Assert.True(several >= one + 19, $"{one} and {several} pixels");
    }

    [Fact]
    public void Names_of_points_that_nearly_coincide_stand_above_and_below_each_other()
    {
        Figure figure = Pictures.CostAgainstQuality([("far", 1, 0.7), ("upper", 50, 0.98), ("lower", 51, 0.979)], "data");
        JsonNode places = JsonNode.Parse(figure.ToPlotlyJson())!["data"]![0]!["textposition"]!;
        Assert.Equal(["middle right", "top right", "bottom right"], places.AsArray().Select(place => (string)place!));
    }

    private static int TopMargin(int curves)
    {
        Figure figure = Charts.Lines("title", "x", "y", [.. Enumerable.Range(0, curves)
            .Select(i => new Series($"a detector with a long name, number {i}", [0, 1], [i, i]))]);
        return (int)JsonNode.Parse(figure.ToPlotlyJson())!["layout"]!["margin"]!["t"]!;
    }
}
