using System.Globalization;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks;

public static partial class Charts
{
    /// <summary>
    /// Small multiples: panels side by side whose ordinates share one scale, so that they compare; below each other on a phone.
    /// </summary>
    /// <param name="title">Title.</param>
    /// <param name="x">The abscissa of every panel.</param>
    /// <param name="y">The common ordinate.</param>
    /// <param name="panels">The panels, from the left.</param>
    /// <param name="kind">How they are drawn.</param>
    /// <param name="levels">Level lines through all panels, such as a threshold.</param>
    /// <param name="marks">Upright lines in all panels.</param>
    /// <param name="columns">Panels in a row.</param>
    /// <param name="maxPoints">Points drawn per series; of more every k-th.</param>
    internal static Figure SmallMultiples(
        string title, Axis x, Axis y, IReadOnlyList<Panel> panels, PanelKind kind = PanelKind.Lines,
        IReadOnlyList<Mark>? levels = null, IReadOnlyList<Mark>? marks = null, int columns = 3, int maxPoints = DefaultPoints)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (panels.Count == 0) throw new ArgumentException("A figure of panels has at least one.", nameof(panels));
        columns = Math.Min(columns, panels.Count);
        int rows = (panels.Count + columns - 1) / columns;
        // A legend only where a panel's title does not already say what is in it.
        bool legend = panels.Any(panel => panel.Series.Count > 1);
        var named = new HashSet<string>(StringComparer.Ordinal);
        double[] abscissae = [.. panels.SelectMany(panel => panel.Series).SelectMany(series => series.X)];
        double[] ordinates = [.. panels.SelectMany(panel => panel.Series).SelectMany(series => series.Y)];
        var layout = new JsonObject { ["showlegend"] = legend };
        if (legend) layout["legend"] = ChartParts.Legend();
        var data = new JsonArray();
        foreach ((int i, Panel panel) in panels.Index())
        {
            string suffix = i == 0 ? "" : (i + 1).ToString(CultureInfo.InvariantCulture);
            layout["xaxis" + suffix] = PanelAxis(x, abscissae, Share(i % columns, columns, 0.04), suffix, upright: false, titled: i
                + columns >= panels.Count);
            layout["yaxis" + suffix] = PanelAxis(y, ordinates, Share(rows - 1 - (i / columns), rows, 0.16), suffix, upright: true,
                titled: i % columns == 0);
            ChartParts.Items(layout, "annotations").Add((JsonNode)ChartParts.PanelTitle(panel.Title, "x" + suffix, "y" + suffix));
            ChartParts.AddLevels(layout, levels, y.Log, "x" + suffix, "y" + suffix, label: i == panels.Count - 1);
            ChartParts.AddMarks(layout, marks, x, abscissae, "x" + suffix, "y" + suffix);
            foreach ((int k, Series series) in panel.Series.Index())
            {
                JsonObject trace = PanelTrace(series, k, kind, x, y, maxPoints);
                trace["xaxis"] = "x" + suffix;
                trace["yaxis"] = "y" + suffix;
                if (legend)
                {
                    trace["legendgroup"] = PlotlyJson.Escape(series.Name);
                    trace["showlegend"] = named.Add(series.Name);
                }

                data.Add((JsonNode)trace);
            }
        }

        if (legend) layout["legend"]!["y"] = 1 + (30.0 / (rows == 1 ? 270 : rows * 220));

        layout["height"] = 150 + (rows * (rows == 1 ? 270 : 220));
        static string Sizes(Panel panel) =>
            string.Join(", ", panel.Series.Select(series => $"{series.Name} {ChartParts.Count(series.X.Count, "point")}"));
        string summary = string.Join('\n', panels.Select(panel => $"  {panel.Title}: {Sizes(panel)}"));
        return new Figure(new FigureText(title, Summary: summary) { Panels = panels.Count, Extra = 6
            + (16 * panels.Max(panel => panel.Title.Split('\n').Length)) }, data, layout);
    }

    private static JsonObject PanelTrace(Series series, int index, PanelKind kind, Axis x, Axis y, int maxPoints) => kind switch
    {
        PanelKind.Points => Points(series, index, maxPoints, ChartParts.Hover(x, y, yFormat: ".4~g", custom: series.Hover is not null),
            out _),
        PanelKind.Densities => FilledDensity(series, index, x),
        _ => ChartParts.Line(series, index, ChartParts.Hover(x, y, yFormat: ".4~g", custom: series.Hover is not null)),
    };

    private static JsonObject PanelAxis(Axis axis, double[] values, JsonArray domain, string suffix, bool upright, bool titled)
    {
        JsonObject json = axis.ToJson(values);
        json["domain"] = domain;
        json["anchor"] = (upright ? "x" : "y") + suffix;
        if (upright && suffix.Length > 0) json["matches"] = "y";
        if (upright && !titled) json["showticklabels"] = false;
        if (!titled) json.Remove("title");

        return json;
    }

    // The i-th of n equal parts of 0 to 1 with gaps between them.
    private static JsonArray Share(int i, int n, double gap)
    {
        double width = (1 - (gap * (n - 1))) / n;
        return PlotlyJson.Numbers([i * (width + gap), (i * (width + gap)) + width]);
    }
}
