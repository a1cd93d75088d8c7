using System.Text.Json.Nodes;

namespace AnomalyNotebooks;

/// <summary>
/// How all figures look: one Plotly template of fonts, lines and colours, and the map that turns its light colours into dark ones.
/// Figures are light when they leave here; the page script and the dark pictures apply <see cref="DarkColours"/>.
/// </summary>
internal static class Theme
{
    public const string Text = "#24292F";
    public const string MutedText = "#57606A";
    public const string Paper = "#FEFEFE";
    public const string Grid = "#E6E8EB";
    public const string AxisLine = "#8C959F";

    /// <summary>Between pie slices and bars: the paper's colour, as a line.</summary>
    public const string Gap = Paper;

    public const string FontFamily = "system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif";

    /// <summary>The paper of dark pictures; in a dark page figures are transparent instead.</summary>
    public const string DarkPaper = "#0D1117";

    /// <summary>From 0 upwards: light to dark in the light theme, the other way round in the dark one, so that "nothing" recedes.</summary>
    public static readonly string[] Sequential = ["#F4F7FA", "#DCE9F3", "#B9D5EA", "#86B6DA", "#3F87BF", "#135E9C"];

    /// <summary>Around 0: blue below, vermillion above.</summary>
    public static readonly string[] Diverging = ["#053F68", "#2A7DB5", "#8DBFDE", "#F5F5F4", "#F2B38C", "#D3651F", "#7D2E02"];

    /// <summary>Light colour to dark colour. Colours that are not named serve in both.</summary>
    public static readonly IReadOnlyDictionary<string, string> DarkColours = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        [Text] = "#E6EDF3",
        [MutedText] = "#9DA7B3",
        [Paper] = DarkPaper,
        [Grid] = "#2F353D",
        [AxisLine] = "#6E7681",
        [Palette.Blue] = "#3B9BDC",
        [Palette.Vermillion] = "#EE7A2B",
        [Palette.Green] = "#1FBF92",
        [Palette.Grey] = "#9BA3AD",
        [Sequential[0]] = "#161C24",
        [Sequential[1]] = "#12314C",
        [Sequential[2]] = "#1B5482",
        [Sequential[3]] = "#2F80BB",
        [Sequential[4]] = "#6FB1DE",
        [Sequential[5]] = "#CFE6F7",
        [Diverging[0]] = "#A9D8F7",
        [Diverging[1]] = "#4AA3DB",
        [Diverging[2]] = "#1D587F",
        [Diverging[3]] = "#1B2027",
        [Diverging[4]] = "#85471C",
        [Diverging[5]] = "#E77B34",
        [Diverging[6]] = "#FFCFAE",
    };

    /// <summary>The template that every figure carries in <c>layout.template</c>.</summary>
    public static JsonObject Template() => new()
    {
        ["layout"] = new JsonObject
        {
            ["font"] = new JsonObject { ["family"] = FontFamily, ["size"] = 13, ["color"] = Text },
            ["paper_bgcolor"] = Paper,
            ["plot_bgcolor"] = Paper,
            ["colorway"] = PlotlyJson.Texts(Palette.Sequence),
            ["separators"] = ".,",
            ["hoverlabel"] = new JsonObject { ["namelength"] = -1 },
            ["title"] = new JsonObject { ["font"] = new JsonObject { ["size"] = 17 } },
            ["xaxis"] = AxisStyle(),
            ["yaxis"] = AxisStyle(),
        },
    };

    /// <summary>A copy of a figure's JSON with the dark colours in place of the light ones.</summary>
    public static JsonNode? Darken(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Darken(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Darken)]),
        JsonValue value when value.TryGetValue(out string? text) && DarkColours.TryGetValue(text, out string? dark) =>
            JsonValue.Create(dark),
        _ => node?.DeepClone(),
    };

    private static JsonObject AxisStyle() => new()
    {
        ["automargin"] = true,
        ["gridcolor"] = Grid,
        ["linecolor"] = AxisLine,
        ["showline"] = true,
        ["tickcolor"] = AxisLine,
        ["ticks"] = "outside",
        ["ticklen"] = 4,
        ["title"] = new JsonObject { ["standoff"] = 10 },
        ["zeroline"] = false,
    };
}
