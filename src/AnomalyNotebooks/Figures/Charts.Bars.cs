using System.Text.Json.Nodes;

namespace AnomalyNotebooks;

public static partial class Charts
{
    /// <summary>One bar per name, lying, the first on top, with its value at its end; a dot on a logarithmic axis, which has no zero for a
    /// bar to begin at.</summary>
    /// <param name="title">Title.</param>
    /// <param name="value">What the bars measure; a logarithmic axis lets small counts be seen beside large ones.</param>
    /// <param name="names">Names, from the top.</param>
    /// <param name="values">As many values.</param>
    /// <param name="labels">What to write at the bars' ends; by default the values.</param>
    /// <param name="colors">A colour per bar; by default one for all.</param>
    public static Figure Bars(string title, Axis value, IReadOnlyList<string> names, IReadOnlyList<double> values,
        IReadOnlyList<string>? labels = null, IReadOnlyList<string>? colors = null)
    {
        ChartParts.RequireEqualLengths(names, values.Count);
        labels ??= [.. values.Select(value.Show)];
        ChartParts.RequireEqualLengths(labels, values.Count);
        JsonObject layout = ChartParts.Layout(WithRoomForLabels(value, values, labels), "", xValues: values);
        NameRows(layout, names.Count);
        var bars = new JsonObject
        {
            ["type"] = "bar",
            ["orientation"] = "h",
            ["y"] = PlotlyJson.Texts(names),
            ["x"] = PlotlyJson.Numbers(values),
            ["text"] = PlotlyJson.Texts(labels),
            ["textposition"] = "outside",
            ["cliponaxis"] = false,
            ["marker"] = new JsonObject { ["color"] = colors is null ? Palette.Blue : PlotlyJson.Texts(colors) },
            ["hovertemplate"] = "%{y}: %{text}<extra></extra>",
        };
        if (value.Log)
        {
            bars["type"] = "scatter";
            bars["mode"] = "markers+text";
            bars["textposition"] = "middle right";
            bars["marker"]!["size"] = 11;
            bars.Remove("orientation");
        }

        string summary = string.Join('\n', names.Select((name, i) => $"  {name}: {labels[i]}"));
        return new Figure(new FigureText(title, Summary: summary), new JsonArray((JsonNode)bars), layout);
    }

    /// <summary>Bars in groups: one group per name, one bar of it per series (its ordinates in the order of the names; abscissae are not
    /// used).</summary>
    public static Figure GroupedBars(string title, Axis value, IReadOnlyList<string> names,
        IReadOnlyList<(string Name, IReadOnlyList<double> Values)> groups)
    {
        JsonObject layout = ChartParts.Layout(value, "", legend: true, groups.SelectMany(group => group.Values));
        NameRows(layout, names.Count * Math.Max(1, groups.Count * 2 / 3));
        layout["barmode"] = "group";
        layout["legend"]!["traceorder"] = "normal";
        var data = new JsonArray();
        var summary = new List<string>();
        foreach ((int i, (string group, IReadOnlyList<double> values)) in groups.Index())
        {
            ChartParts.RequireEqualLengths(names, values.Count);
            summary.Add($"  {group}: {string.Join(", ", names.Select((name, k) => $"{name} {PlotlyJson.Show(values[k])}"))}");
            data.Add((JsonNode)new JsonObject
            {
                ["type"] = "bar",
                ["orientation"] = "h",
                ["name"] = PlotlyJson.Escape(group),
                ["y"] = PlotlyJson.Texts(names),
                ["x"] = PlotlyJson.Numbers(values),
                ["marker"] = new JsonObject { ["color"] = ChartParts.Color(null, i) },
                ["hovertemplate"] = "%{y}, %{fullData.name}: %{x:.4~g}<extra></extra>",
            });
        }

        return new Figure(new FigureText(title, Summary: string.Join('\n', summary)), data, layout);
    }

    /// <summary>
    /// How a figure of merit changes step by step, from the top: the first bar begins at the ground, each further one reaches from the
    /// level before it to its own, the last begins at the ground again and shows what is left.
    /// </summary>
    /// <param name="title">Title.</param>
    /// <param name="value">What the levels measure.</param>
    /// <param name="steps">Per step, what was done and the level after it.</param>
    public static Figure Waterfall(string title, Axis value, IReadOnlyList<(string Name, double Level)> steps)
    {
        if (steps.Count < 2) throw new ArgumentException("A waterfall needs a level to start from and one to end at.", nameof(steps));
        int last = steps.Count - 1;
        double Change(int i) => steps[i].Level - steps[i - 1].Level;

        string[] names = [.. steps.Select(step => step.Name), "what is left"];
        string[] labels = [.. steps.Select((step, i) => i == 0 ? value.Show(step.Level) : (Change(i) < 0 ? "−" : "+")
            + value.Show(Math.Abs(Change(i)))), value.Show(steps[last].Level)];
        double[] heights = [.. steps.Select((step, i) => i == 0 ? step.Level : Change(i)), steps[last].Level];
        double[] grounds = [0, .. steps.Take(last).Select(step => step.Level), 0];
        string[] colors = [Palette.Blue, .. Enumerable.Range(1, last).Select(i => Change(i) < 0 ? Palette.Vermillion : Palette.Green),
            Palette.Blue];

        string[] ends = [.. labels.Select((label, i) => i > 0 && i <= last && Change(i) < 0 ? "" : label)];
        JsonObject layout = ChartParts.Layout(WithRoomForLabels(value, [.. steps.Select(step => step.Level)], ends), "");
        NameRows(layout, names.Length);
        layout["bargap"] = 0.3;
        var bars = new JsonObject
        {
            ["type"] = "bar",
            ["orientation"] = "h",
            ["y"] = PlotlyJson.Texts(names),
            ["x"] = PlotlyJson.Numbers(heights),
            ["base"] = PlotlyJson.Numbers(grounds),
            ["text"] = PlotlyJson.Texts(labels),
            ["textposition"] = "outside",
            ["cliponaxis"] = false,
            ["marker"] = new JsonObject { ["color"] = PlotlyJson.Texts(colors) },
            ["hovertemplate"] = "%{y}: %{text}<extra></extra>",
        };
        string summary = string.Join('\n', steps.Select((step, i) => $"  {step.Name}: {value.Show(step.Level)}"));
        return new Figure(new FigureText(title, Summary: summary), new JsonArray((JsonNode)bars), layout);
    }

    /// <summary>Shares of a whole, as a ring; slices too thin for a label are named by the legend, with their counts.</summary>
    public static Figure Pie(string title, IReadOnlyList<string> names, IReadOnlyList<double> values, IReadOnlyList<string>? colors = null)
    {
        ChartParts.RequireEqualLengths(names, values.Count);
        double total = values.Sum();
        string[] shares = [.. values.Select(value => PlotlyJson.Percent(value / total))];
        string[] legend = [.. names.Select((name, i) => $"{name}: {PlotlyJson.Show(values[i])} ({shares[i]})")];
        colors ??= [.. names.Select((_, i) => ChartParts.Color(null, i))];
        var slices = new JsonObject
        {
            ["type"] = "pie",
            ["labels"] = PlotlyJson.Texts(legend),
            ["values"] = PlotlyJson.Numbers(values),
            ["text"] = PlotlyJson.Texts(names.Select((name, i) => values[i] / total < 0.02 ? "" : $"{name} {shares[i]}")),
            ["textinfo"] = "text",
            // Large slices hold their label; outside, that of the first would run into the legend.
            ["textposition"] = PlotlyJson.Texts(values.Select(value => value / total >= 0.2 ? "inside" : "outside")),
            ["insidetextorientation"] = "horizontal",
            ["automargin"] = true,
            ["hole"] = 0.45,
            ["sort"] = false,
            ["direction"] = "clockwise",
            ["marker"] = new JsonObject { ["colors"] = PlotlyJson.Texts(colors),
                ["line"] = new JsonObject { ["color"] = Theme.Gap, ["width"] = 1.5 } },
            ["hovertemplate"] = "%{label}<extra></extra>",
        };
        var layout = new JsonObject { ["showlegend"] = true, ["legend"] = new JsonObject { ["y"] = 0.5, ["yanchor"] = "middle" } };
        string summary = string.Join('\n', legend.Select(line => "  " + line));
        return new Figure(new FigureText(title, Summary: summary), new JsonArray((JsonNode)slices), layout);
    }

    // Names from the top, and as much height as they need.
    private static void NameRows(JsonObject layout, int rows)
    {
        layout["yaxis"] = new JsonObject { ["autorange"] = "reversed", ["type"] = "category", ["dtick"] = 1, ["showgrid"] = false,
            ["ticks"] = "" };
        layout["height"] = Math.Max(260, 130 + (28 * rows));
    }

    // Text at the end of the longest bar would be cut off: the axis goes on as far as the longest text needs.
    private static Axis WithRoomForLabels(Axis axis, IReadOnlyList<double> values, IReadOnlyList<string> labels)
    {
        if (!ChartParts.TryRange(values, axis.Log, out double low, out double high)) return axis;
        if (axis.IsShare) high = Math.Max(high, 1);
        else if (axis.To is not null) return axis;
        double room = Math.Min(0.45, 0.04 + (0.0125 * labels.Max(label => label.Length)));
        if (!axis.Log)
        {
            if (low < 0 && axis.From is null) // bars to both sides carry labels on both
            {
                double margin = (Math.Max(high, 0) - low) / (1 - (2 * room)) * room;
                return axis with { From = low - margin, To = Math.Max(high, 0) + margin };
            }

            double ground = axis.From ?? 0;
            return axis with { From = ground, To = ground + ((Math.Max(high, ground) - ground) / (1 - room)) };
        }

        double bottom = axis.From ?? ChartParts.PowerOf10(Math.Floor(ChartParts.Log10(low)));
        return axis with { From = bottom, To = bottom * ChartParts.PowerOf10(Math.Max(0.5, ChartParts.Log10(high / bottom)) / (1 - room)) };
    }
}
