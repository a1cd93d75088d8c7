using System.Text.Json.Nodes;

namespace AnomalyNotebooks;

public static partial class Charts
{
    /// <summary>Colours over rows and columns.</summary>
    /// <param name="title">Title.</param>
    /// <param name="rows">Names of the rows, from the top.</param>
    /// <param name="columns">Names of the columns, from the left.</param>
    /// <param name="values">rows by columns; NaN leaves a cell empty.</param>
    /// <param name="measure">What the colours mean.</param>
    /// <param name="from">Value of the first colour. A negative one makes the scale diverge around 0.</param>
    /// <param name="to">Value of the last colour.</param>
    /// <param name="format">How values are written, in d3's notation.</param>
    /// <param name="annotated">Whether the cells bear their values; by default where there is room.</param>
    public static Figure Heatmap(
        string title, IReadOnlyList<string> rows, IReadOnlyList<string> columns, double[,] values, string measure,
        double? from = null, double? to = null, string format = ".2f", bool? annotated = null)
    {
        if (values.GetLength(0) != rows.Count || values.GetLength(1) != columns.Count)
            throw new ArgumentException($"{values.GetLength(0)} by {values.GetLength(1)} values for {rows.Count} rows and {columns.Count} "
                + $"columns.", nameof(values));
        ChartParts.TryRange(values.Cast<double>(), log: false, out double low, out double high);
        bool diverging = (from ?? low) < 0;
        double end = Math.Max(Math.Abs(low), Math.Abs(high));
        bool crowded = Math.Max(rows.Count, columns.Count) > 20;
        var cells = new JsonObject
        {
            ["type"] = "heatmap",
            ["x"] = PlotlyJson.Texts(columns),
            ["y"] = PlotlyJson.Texts(rows),
            ["z"] = PlotlyJson.Items(Enumerable.Range(0, rows.Count)
                .Select(r => PlotlyJson.Numbers(Enumerable.Range(0, columns.Count).Select(c => values[r, c])))),
            ["zmin"] = PlotlyJson.Number(from ?? (diverging ? -end : low)),
            ["zmax"] = PlotlyJson.Number(to ?? (diverging ? end : high)),
            ["colorscale"] = ColorScale(diverging ? Theme.Diverging : Theme.Sequential),
            ["xgap"] = crowded ? 0 : 1.5,
            ["ygap"] = crowded ? 0 : 1.5,
            ["hovertemplate"] = $"%{{y}}, %{{x}}<br>{PlotlyJson.Escape(measure)}: %{{z:{format}}}<extra></extra>",
            ["colorbar"] = new JsonObject { ["title"] = new JsonObject { ["text"] = PlotlyJson.Escape(measure), ["side"] = "right" },
                ["thickness"] = 12, ["outlinewidth"] = 0, ["tickformat"] = format, ["tickfont"] = new JsonObject { ["size"] = 11 } },
        };
        if (annotated ?? (columns.Count <= 14 && rows.Count <= 24)) cells["texttemplate"] = $"%{{z:{format}}}";
        var layout = new JsonObject
        {
            ["xaxis"] = NameAxis(crowded, upright: true),
            ["yaxis"] = NameAxis(crowded, upright: false),
            ["height"] = 170 + (rows.Count * (crowded ? 14 : 34)),
        };
        return new Figure(new FigureText(title, Summary: $"  {measure} of {rows.Count} rows and {columns.Count} columns, from "
            + $"{PlotlyJson.Show(low)} to {PlotlyJson.Show(high)}") { MinWidth = crowded ? 660 : 190 + (40 * columns.Count) },
            new JsonArray((JsonNode)cells), layout);
    }

    /// <summary>The four outcomes of a yes-or-no decision, each with its count and its share of its row.</summary>
    public static Figure Confusion(string title, long trueNegatives, long falsePositives, long falseNegatives, long truePositives)
    {
        long[,] counts = { { trueNegatives, falsePositives }, { falseNegatives, truePositives } };
        string[,] outcomes = { { "true negatives", "false positives" }, { "false negatives", "true positives" } };
        var shares = new double[2, 2];
        var texts = new JsonArray();
        for (int r = 0; r < 2; r++)
        {
            long row = counts[r, 0] + counts[r, 1];
            for (int c = 0; c < 2; c++) shares[r, c] = row == 0 ? double.NaN : (double)counts[r, c] / row;
            texts.Add((JsonNode)new JsonArray([.. Enumerable.Range(0, 2).Select(c => (JsonNode)
                $"<b>{PlotlyJson.Show(counts[r, c])}</b><br>{outcomes[r, c]}<br>{PlotlyJson.Percent(shares[r, c])} of row")]));
        }

        var cells = new JsonObject
        {
            ["type"] = "heatmap",
            ["x"] = PlotlyJson.Texts(["no alarm", "alarm"]),
            ["y"] = PlotlyJson.Texts(["normal", "attack"]),
            ["z"] = PlotlyJson.Items(Enumerable.Range(0, 2).Select(r => PlotlyJson.Numbers([shares[r, 0], shares[r, 1]]))),
            ["zmin"] = 0,
            ["zmax"] = 1,
            ["text"] = texts,
            ["texttemplate"] = "%{text}",
            ["textfont"] = new JsonObject { ["size"] = 15 },
            ["colorscale"] = ColorScale(Theme.Sequential),
            ["showscale"] = false,
            ["xgap"] = 3,
            ["ygap"] = 3,
            ["hovertemplate"] = "%{y}, %{x}: %{text}<extra></extra>",
        };
        var layout = new JsonObject
        {
            ["xaxis"] = new JsonObject { ["title"] = new JsonObject { ["text"] = "decision" }, ["showgrid"] = false, ["showline"] = false,
                ["ticks"] = "" },
            ["yaxis"] = new JsonObject { ["title"] = new JsonObject { ["text"] = "truth" }, ["autorange"] = "reversed",
                ["showgrid"] = false, ["showline"] = false, ["ticks"] = "" },
            ["height"] = 380,
        };
        string summary = $"  normal: {PlotlyJson.Show(trueNegatives)} no alarm, {PlotlyJson.Show(falsePositives)} alarm\n  attack: "
            + $"{PlotlyJson.Show(falseNegatives)} no alarm, {PlotlyJson.Show(truePositives)} alarm";
        return new Figure(new FigureText(title, Summary: summary), new JsonArray((JsonNode)cells), layout);
    }

    private static JsonArray ColorScale(string[] colors) =>
        PlotlyJson.Items(colors.Select((color, i) => new JsonArray(PlotlyJson.Number((double)i / (colors.Length - 1)), color)));

    private static JsonObject NameAxis(bool crowded, bool upright)
    {
        var axis = new JsonObject { ["type"] = "category", ["dtick"] = 1, ["showgrid"] = false, ["showline"] = false, ["ticks"] = "",
            ["tickfont"] = new JsonObject { ["size"] = crowded ? 10 : 12 } };
        if (upright) axis["tickangle"] = crowded ? -90 : -45;
        else axis["autorange"] = "reversed";
        return axis;
    }
}
