using System.Text.Json.Nodes;

namespace AnomalyNotebooks;

/// <summary>What the factories of <see cref="Charts"/> put together: layouts, lines, marks, colours.</summary>
internal static class ChartParts
{
    /// <summary>A layout of one pair of axes; the legend stands between title and plot, where there is one.</summary>
    public static JsonObject Layout(Axis x, Axis y, bool legend = false, IEnumerable<double>? xValues = null,
        IEnumerable<double>? yValues = null)
    {
        var layout = new JsonObject { ["xaxis"] = x.ToJson(xValues), ["yaxis"] = y.ToJson(yValues), ["showlegend"] = legend };
        if (legend) layout["legend"] = Legend();
        return layout;
    }

    /// <summary>A legend in one line above the plot, on phones below it (figure.js moves it).</summary>
    public static JsonObject Legend() => new()
    {
        ["orientation"] = "h",
        ["x"] = 0,
        ["xanchor"] = "left",
        ["y"] = 1,
        ["yanchor"] = "bottom",
    };

    /// <summary>Room above the plot for a legend of these traces, in pixels: Plotly breaks it into lines of equal columns.</summary>
    public static int LegendHeight(JsonArray data)
    {
        const double plotWidth = 700, symbol = 50, character = 7;
        string[] names = [.. data.Where(trace => trace?["name"] is not null && (bool?)trace["showlegend"] != false)
            .Select(trace => (string)trace!["name"]!)];
        double all = names.Sum(name => symbol + (character * name.Length));
        if (all <= plotWidth) return 26;
        int columns = Math.Max(1, (int)(plotWidth / (symbol + (character * names.Max(name => name.Length)))));
        return 26 + (19 * (((names.Length + columns - 1) / columns) - 1));
    }

    // Beside colours, which a printer or an eye may not tell apart; the first line is solid.
    private static readonly string[] Dashes = ["solid", "longdash", "dot", "dashdot", "longdashdot", "5px,2px"];

    /// <summary>A line through the points of a series.</summary>
    public static JsonObject Line(Series series, int index, string hover)
    {
        RequireEqualLengths(series);
        var trace = new JsonObject
        {
            ["type"] = "scatter",
            ["mode"] = "lines",
            ["name"] = PlotlyJson.Escape(series.Name),
            ["x"] = PlotlyJson.Numbers(series.X),
            ["y"] = PlotlyJson.Numbers(series.Y),
            ["line"] = new JsonObject { ["color"] = Color(series.Color, index), ["width"] = 2 },
            ["hovertemplate"] = hover,
        };
        if (series.Dashed || index > 0) trace["line"]!["dash"] = series.Dashed ? "dash" : Dashes[index % Dashes.Length];
        AddHover(trace, series);
        return trace;
    }

    /// <summary>Hover text of the form <c>name, x title: x, y title: y</c>.</summary>
    public static string Hover(Axis x, Axis y, string xFormat = "", string yFormat = "", bool custom = false) =>
        $"%{{fullData.name}}<br>{PlotlyJson.Escape(x.Title)}: %{{x{Suffix(xFormat)}}}<br>{PlotlyJson.Escape(y.Title)}: "
            + $"%{{y{Suffix(yFormat)}}}"
        + (custom ? "<br>%{customdata}" : "") + "<extra></extra>";

    public static void AddHover(JsonObject trace, Series series)
    {
        if (series.Hover is null) return;
        if (series.Hover.Count != series.X.Count)
            throw new ArgumentException($"Series '{series.Name}' has {series.X.Count} points and {series.Hover.Count} hover texts.",
                nameof(series));
        trace["customdata"] = PlotlyJson.Texts(series.Hover);
    }

    /// <summary>Adds upright lines with their texts at the top of the plot, on the side where there is room.</summary>
    public static void AddMarks(JsonObject layout, IReadOnlyList<Mark>? marks, Axis x, IEnumerable<double> xValues, string xAxis = "x",
        string yAxis = "y")
    {
        if (marks is null or []) return;
        TryRange(xValues, x.Log, out double low, out double high);
        double middle = x.Log ? Math.Sqrt((x.From ?? low) * (x.To ?? high)) : ((x.From ?? low) + (x.To ?? high)) / 2;
        foreach ((int i, Mark mark) in marks.Index())
        {
            // Plotly wants data values for lines and powers of ten for texts on a logarithmic axis.
            double at = x.Log ? Log10(mark.At) : mark.At;
            Items(layout, "shapes").Add((JsonNode)Shape(mark, xAxis, $"{yAxis} domain", upright: true));
            Items(layout, "annotations").Add((JsonNode)Annotation(PlotlyJson.Escape(mark.Text), at, 1 - (0.08 * i), xAxis,
                $"{yAxis} domain", mark.Color, left: !(mark.At > middle)));
        }
    }

    /// <summary>Adds level lines with their texts at the right end.</summary>
    public static void AddLevels(JsonObject layout, IReadOnlyList<Mark>? marks, bool logY, string xAxis = "x", string yAxis = "y",
        bool label = true)
    {
        foreach (Mark mark in marks ?? [])
        {
            double at = logY ? Log10(mark.At) : mark.At;
            Items(layout, "shapes").Add((JsonNode)Shape(mark, $"{xAxis} domain", yAxis, upright: false));
            if (!label || mark.Text.Length == 0) continue;
            JsonObject annotation = Annotation(PlotlyJson.Escape(mark.Text), 1, at, $"{xAxis} domain", yAxis, mark.Color, left: false);
            annotation["yanchor"] = "bottom";
            annotation["bgcolor"] = Theme.Paper; // readable where points lie behind it
            Items(layout, "annotations").Add((JsonNode)annotation);
        }
    }

    /// <summary>The title of one panel, above it; its first line is bold.</summary>
    public static JsonObject PanelTitle(string text, string xAxis, string yAxis)
    {
        string[] lines = [.. text.Split('\n').Select(PlotlyJson.Escape)];
        lines[0] = $"<b>{lines[0]}</b>";
        JsonObject annotation = Annotation(string.Join("<br>", lines), 0, 1, $"{xAxis} domain", $"{yAxis} domain", Theme.Text, left: true);
        annotation["yanchor"] = "bottom";
        annotation.Remove("xshift");
        return annotation;
    }

    public static JsonObject Annotation(string text, double x, double y, string xref, string yref, string color, bool left) => new()
    {
        ["text"] = text,
        ["x"] = PlotlyJson.Number(x),
        ["y"] = PlotlyJson.Number(y),
        ["xref"] = xref,
        ["yref"] = yref,
        ["xanchor"] = left ? "left" : "right",
        ["yanchor"] = "top",
        ["xshift"] = left ? 4 : -4,
        ["align"] = left ? "left" : "right",
        ["showarrow"] = false,
        ["font"] = new JsonObject { ["color"] = color, ["size"] = 12 },
    };

    public static JsonArray Items(JsonObject layout, string key)
    {
        if (layout[key] is not JsonArray items) layout[key] = items = [];
        return items;
    }

    public static string Color(string? color, int index) => color ?? Palette.Sequence[index % Palette.Sequence.Count];

    /// <summary>A colour with an opacity, for areas.</summary>
    public static string Faded(string color, double opacity) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"rgba({Convert.ToInt32(color[1..3], 16)},{Convert.ToInt32(color[3..5], 16)},{Convert.ToInt32(color[5..7], 16)},{opacity})");

    public static double Log10(double value) => PortableMath.Log(value) / PortableMath.Log(10);

    /// <summary>10 to the power of <paramref name="exponent"/>.</summary>
    public static double PowerOf10(double exponent) => PortableMath.Exp(exponent * PortableMath.Log(10));

    /// <summary>The smallest and the largest of the values that a scale can show; false if there are none.</summary>
    public static bool TryRange(IEnumerable<double> values, bool log, out double low, out double high)
    {
        low = double.PositiveInfinity;
        high = double.NegativeInfinity;
        foreach (double value in values)
        {
            if (!double.IsFinite(value) || (log && value <= 0)) continue;
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        return low <= high;
    }

    public static string Count(int count, string one) => count == 1 ? $"1 {one}" : $"{PlotlyJson.Show(count)} {one}s";

    public static void RequireEqualLengths(Series series)
    {
        if (series.X.Count != series.Y.Count)
            throw new ArgumentException($"Series '{series.Name}' has {series.X.Count} abscissae and {series.Y.Count} ordinates.",
                nameof(series));
    }

    public static void RequireEqualLengths(IReadOnlyList<string> names, int values)
    {
        if (names.Count != values) throw new ArgumentException($"{names.Count} names for {values} values.", nameof(names));
    }

    private static string Suffix(string format) => format.Length == 0 ? "" : ":" + format;

    private static JsonObject Shape(Mark mark, string xref, string yref, bool upright)
    {
        JsonNode? at = PlotlyJson.Number(mark.At);
        return new JsonObject
        {
            ["type"] = "line",
            ["xref"] = xref,
            ["yref"] = yref,
            ["x0"] = upright ? at : 0,
            ["x1"] = upright ? at?.DeepClone() : 1,
            ["y0"] = upright ? 0 : at,
            ["y1"] = upright ? 1 : at?.DeepClone(),
            ["line"] = new JsonObject { ["color"] = mark.Color, ["width"] = 1.5, ["dash"] = "dash" },
        };
    }
}
