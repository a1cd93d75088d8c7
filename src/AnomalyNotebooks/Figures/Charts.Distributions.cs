using System.Text.Json.Nodes;

namespace AnomalyNotebooks;

public static partial class Charts
{
    /// <summary>
    /// Histograms of several samples over common bins. Counted here, so that the figure holds the bins and not the values.
    /// </summary>
    /// <param name="title">Title.</param>
    /// <param name="x">What is counted; on a logarithmic axis the bins are equally wide there, and values of 0 and below are left out (the
    /// text says how many).</param>
    /// <param name="samples">The samples; their ordinates are counted.</param>
    /// <param name="bins">Number of bins.</param>
    /// <param name="share">Whether heights are shares of each sample, which compares samples of unequal size, or counts.</param>
    /// <param name="logY">Whether heights are on a logarithmic scale.</param>
    /// <param name="marks">Upright lines, such as a threshold.</param>
    public static Figure Histogram(string title, Axis x, IReadOnlyList<Series> samples, int bins = 80, bool share = true,
        bool logY = false, IReadOnlyList<Mark>? marks = null)
    {
        var common = new Bins(samples.SelectMany(sample => sample.Y), x, bins);
        Axis y = new(share ? samples.Count == 1 ? "share" : "share of each" : "count") { Log = logY, Format = share ? "~%" : "" };
        JsonObject layout = ChartParts.Layout(x, y, legend: samples.Count > 1, common.Edges);
        ChartParts.AddMarks(layout, marks, x, common.Edges);
        var data = new JsonArray();
        var summary = new List<string>();
        foreach ((int i, Series sample) in samples.Index())
        {
            int[] counts = common.Count(sample.Y);
            double whole = share ? Math.Max(1, sample.Y.Count) : 1;
            // A step function: each height holds from its bin's left edge to the next.
            double[] heights = [.. counts.Select(count => logY && count == 0 ? double.NaN : count / whole), logY ? double.NaN : 0];
            string color = ChartParts.Color(sample.Color, i);
            data.Add((JsonNode)new JsonObject
            {
                ["type"] = "scatter",
                ["mode"] = "lines",
                ["name"] = PlotlyJson.Escape(sample.Name),
                ["x"] = PlotlyJson.Numbers(common.Edges),
                ["y"] = PlotlyJson.Numbers(heights),
                ["line"] = new JsonObject { ["color"] = color, ["width"] = 1.2, ["shape"] = "hv" },
                ["fill"] = "tozeroy",
                ["fillcolor"] = ChartParts.Faded(color, 0.35),
                ["customdata"] = PlotlyJson.Numbers([.. common.Edges.Skip(1), common.Edges[^1]]),
                ["hovertemplate"] = $"%{{fullData.name}}<br>{PlotlyJson.Escape(x.Title)} %{{x:.3~g}} to %{{customdata:.3~g}}: "
                    + $"%{{y:{(share ? ".2~%" : ",")}}}<extra></extra>",
            });
            summary.Add(Describe(sample, counts.Sum()));
        }

        return new Figure(new FigureText(title, Summary: string.Join('\n', summary)), data, layout);
    }

    /// <summary>Density curves, filled, over a common axis.</summary>
    /// <param name="title">Title.</param>
    /// <param name="x">What the densities are of.</param>
    /// <param name="densities">Per sample, x the values and y the density there.</param>
    /// <param name="marks">Upright lines, such as a threshold.</param>
    public static Figure Densities(string title, Axis x, IReadOnlyList<Series> densities, IReadOnlyList<Mark>? marks = null)
    {
        IEnumerable<double> abscissae = densities.SelectMany(density => density.X);
        JsonObject layout = ChartParts.Layout(x, "density", legend: densities.Count > 1, abscissae);
        layout["yaxis"]!["rangemode"] = "tozero";
        ChartParts.AddMarks(layout, marks, x, abscissae);
        var data = new JsonArray();
        foreach ((int i, Series density) in densities.Index()) data.Add((JsonNode)FilledDensity(density, i, x));
        return new Figure(new FigureText(title, Summary: Peaks(densities)), data, layout);
    }

    /// <summary>Densities above each other, one row per name, the first on top; each is as high as the others, so that shapes compare and
    /// sizes do not.</summary>
    public static Figure Ridgeline(string title, Axis x, IReadOnlyList<Series> densities, IReadOnlyList<Mark>? marks = null)
    {
        const double overlap = 1.35;
        IEnumerable<double> abscissae = densities.SelectMany(density => density.X);
        JsonObject layout = ChartParts.Layout(x, "", xValues: abscissae);
        var data = new JsonArray();
        foreach ((int i, Series density) in densities.Index())
        {
            ChartParts.RequireEqualLengths(density);
            double ground = densities.Count - 1 - i;
            double peak = density.Y.Where(double.IsFinite).DefaultIfEmpty(1).Max();
            string color = ChartParts.Color(density.Color, 0);
            JsonObject line = new()
            {
                ["type"] = "scatter",
                ["mode"] = "lines",
                ["x"] = PlotlyJson.Numbers([density.X.Count == 0 ? double.NaN : density.X[0], density.X.Count == 0 ? double.NaN
                    : density.X[^1]]),
                ["y"] = PlotlyJson.Numbers([ground, ground]),
                ["line"] = new JsonObject { ["color"] = color, ["width"] = 0.5 },
                ["hoverinfo"] = "skip",
            };
            var top = (JsonObject)line.DeepClone();
            top["name"] = PlotlyJson.Escape(density.Name);
            top["x"] = PlotlyJson.Numbers(density.X, digits: 4);
            top["y"] = PlotlyJson.Numbers(density.Y.Select(y => ground + (overlap * y / (peak > 0 ? peak : 1))), digits: 4);
            top["line"]!["width"] = 1.5;
            top["fill"] = "tonexty";
            top["fillcolor"] = ChartParts.Faded(color, 0.4);
            top.Remove("hoverinfo");
            top["hovertemplate"] = $"{PlotlyJson.Escape(density.Name)}<br>{PlotlyJson.Escape(x.Title)}: %{{x:.3~g}}<extra></extra>";
            data.Add((JsonNode)line);
            data.Add((JsonNode)top);
        }

        layout["yaxis"] = new JsonObject
        {
            ["tickvals"] = PlotlyJson.Numbers(densities.Select((_, i) => (double)(densities.Count - 1 - i))),
            ["ticktext"] = PlotlyJson.Texts(densities.Select(density => density.Name)),
            ["range"] = PlotlyJson.Numbers([-0.15, densities.Count - 1 + overlap + 0.15]),
            ["ticks"] = "",
            ["showline"] = false,
        };
        layout["height"] = Math.Max(300, 140 + (46 * densities.Count));
        ChartParts.AddMarks(layout, marks, x, abscissae);
        return new Figure(new FigureText(title, Summary: Peaks(densities)), data, layout);
    }

    internal static JsonObject FilledDensity(Series density, int index, Axis x)
    {
        JsonObject trace = ChartParts.Line(density, index, $"%{{fullData.name}}<br>{PlotlyJson.Escape(x.Title)}: %{{x:.3~g}}<br>density: "
            + $"%{{y:.3~g}}<extra></extra>");
        ((JsonObject)trace["line"]!).Remove("dash"); // areas are told apart by their place
        trace["fill"] = "tozeroy";
        trace["fillcolor"] = ChartParts.Faded(ChartParts.Color(density.Color, index), 0.3);
        return trace;
    }

    internal static string Peaks(IReadOnlyList<Series> densities) => string.Join('\n', densities.Select(density =>
    {
        int peak = 0;
        for (int i = 1; i < density.Y.Count; i++)
            if (density.Y[i] > density.Y[peak]) peak = i;
        return density.Y.Count == 0 ? $"  {density.Name}: no density" : $"  {density.Name}: densest at {PlotlyJson.Show(density.X[peak])}";
    }));

    private static string Describe(Series sample, int shown)
    {
        int left = sample.Y.Count - shown;
        double median = Quantiles(sample, 0.5)[0];
        return $"  {sample.Name}: {ChartParts.Count(sample.Y.Count, "value")}, median {PlotlyJson.Show(median)}"
            + (left == 0 ? "" : $"; {PlotlyJson.Show(left)} outside the axis");
    }

    // Linear between neighbours, as numpy's default.
    private static double[] Quantiles(Series sample, params double[] levels)
    {
        double[] sorted = [.. sample.Y.Where(double.IsFinite).Order()];
        return [.. levels.Select(level =>
        {
            if (sorted.Length == 0) return double.NaN;
            double position = level * (sorted.Length - 1);
            int below = (int)position;
            return sorted[below] + ((position - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]));
        })];
    }
}
