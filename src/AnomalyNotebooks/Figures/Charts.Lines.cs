using System.Text.Json.Nodes;

namespace AnomalyNotebooks;

/// <summary>Charts of any data: lines, bars, distributions, matrices, panels. What is about network flows is in
/// <see cref="Pictures"/>.</summary>
public static partial class Charts
{
    /// <summary>Points drawn per series of a scatter, unless asked otherwise: enough to show a cloud, few enough for a small
    /// notebook.</summary>
    public const int DefaultPoints = 2000;

    /// <summary>Lines over a common axis.</summary>
    public static Figure Lines(string title, Axis x, Axis y, IReadOnlyList<Series> series, IReadOnlyList<Mark>? marks = null)
    {
        IEnumerable<double> abscissae = series.SelectMany(line => line.X);
        JsonObject layout = ChartParts.Layout(x, y, legend: series.Count > 1, abscissae, series.SelectMany(line => line.Y));
        ChartParts.AddMarks(layout, marks, x, abscissae);
        var data = new JsonArray();
        foreach ((int i, Series line) in series.Index()) data.Add(
            (JsonNode)ChartParts.Line(line, i, ChartParts.Hover(x, y, yFormat: ".4~g", custom: line.Hover is not null)));
        return new Figure(new FigureText(title, Summary: Ends(series)), data, layout);
    }

    /// <summary>
    /// ROC curves: the share of attacks found against the share of normal flows alarmed. A logarithmic false-positive axis shows the
    /// part that matters to whoever reads the alarms.
    /// </summary>
    /// <param name="title">Title.</param>
    /// <param name="curves">Per detector, x the false-positive rate and y the true-positive rate; put the AUROC into the name.</param>
    /// <param name="logFalsePositives">Whether the false-positive axis is logarithmic, from 0.01 % up.</param>
    public static Figure RocCurves(string title, IReadOnlyList<Series> curves, bool logFalsePositives = false)
    {
        const double lowest = 1e-4;
        Axis x = Axis.Share("false-positive rate") with { Log = logFalsePositives, From = logFalsePositives ? lowest : -0.01 };
        Axis y = Axis.Share("true-positive rate") with { From = -0.01, To = 1.01 };
        double[] chance = logFalsePositives ? [.. Enumerable.Range(0, 41).Select(i => ChartParts.PowerOf10(-4 + (0.1 * i)))] : [0, 1];
        var diagonal = new Series("chance", chance, chance) { Color = Palette.Grey, Dashed = true };
        return Curves(title, x, y, [.. curves.Select(curve => Thinned(curve, logFalsePositives ? lowest : 0)), diagonal], "FPR", "TPR");
    }

    /// <summary>Precision-recall curves, and the precision of alarms raised at random.</summary>
    /// <param name="title">Title.</param>
    /// <param name="curves">Per detector, x the recall and y the precision; put the average precision into the name.</param>
    /// <param name="prevalence">The share of attacks among all flows.</param>
    public static Figure PrecisionRecallCurves(string title, IReadOnlyList<Series> curves, double prevalence)
    {
        Axis share = Axis.Share("") with { From = -0.01, To = 1.01 };
        var chance = new Series($"chance ({PlotlyJson.Show(100 * prevalence)} %)", [0, 1],
            [prevalence, prevalence]) { Color = Palette.Grey, Dashed = true };
        return Curves(title, share with { Title = "recall" }, share with { Title = "precision" },
            [.. curves.Select(curve => Thinned(curve, 0)), chance], "recall", "precision");
    }

    private static Figure Curves(string title, Axis x, Axis y, IReadOnlyList<Series> curves, string xName, string yName)
    {
        JsonObject layout = ChartParts.Layout(x, y, legend: true);
        var data = new JsonArray();
        foreach ((int i, Series curve) in curves.Index())
            data.Add((JsonNode)ChartParts.Line(curve, i, $"%{{fullData.name}}<br>{xName} %{{x:.3~%}}, {yName} %{{y:.2~%}}<extra></extra>"));
        return new Figure(new FigureText(title, Summary: string.Join('\n', curves.Select(curve => $"  {curve.Name}"))), data, layout);
    }

    // A curve over tens of thousands of scores has as many corners; a picture shows those that lie at least half a pixel apart.
    private static Series Thinned(Series curve, double lowest)
    {
        ChartParts.RequireEqualLengths(curve);
        const double pixel = 0.0008;
        var kept = new List<int>();
        for (int i = 0; i < curve.X.Count; i++)
        {
            bool last = i == curve.X.Count - 1;
            if (kept.Count > 0 && !last)
            {
                double fromX = curve.X[kept[^1]], toX = curve.X[i];
                double step = lowest > 0 ? LogStep(Math.Max(fromX, lowest), Math.Max(toX, lowest)) : toX - fromX;
                if (Math.Abs(step) < pixel && Math.Abs(curve.Y[i] - curve.Y[kept[^1]]) < pixel) continue;
            }

            kept.Add(i);
        }

        return curve with { X = [.. kept.Select(i => curve.X[i])], Y = [.. kept.Select(i => curve.Y[i])] };
    }

    private static double LogStep(double from, double to) => (ChartParts.Log10(to) - ChartParts.Log10(from)) / 4;

    internal static JsonObject Points(Series points, int index, int maxPoints, string hover, out int step)
    {
        ChartParts.RequireEqualLengths(points);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPoints, 1);
        int every = step = Math.Max(1, (points.X.Count + maxPoints - 1) / maxPoints);
        int[] drawn = [.. Enumerable.Range(0, points.X.Count).Where(i => i % every == 0)];
        var thinned = points with
        {
            X = [.. drawn.Select(i => points.X[i])],
            Y = [.. drawn.Select(i => points.Y[i])],
            Hover = points.Hover is { } texts ? [.. drawn.Select(i => texts[i])] : null,
        };
        var trace = new JsonObject
        {
            ["type"] = "scatter",
            ["mode"] = "markers",
            ["name"] = PlotlyJson.Escape(points.Name),
            ["x"] = PlotlyJson.Numbers(thinned.X, digits: 4),
            ["y"] = PlotlyJson.Numbers(thinned.Y, digits: 4),
            ["marker"] = new JsonObject { ["color"] = ChartParts.Color(points.Color, index), ["size"] = drawn.Length > 200 ? 3 : 8,
                ["opacity"] = drawn.Length > 200 ? 0.7 : 0.9 },
            ["hovertemplate"] = hover,
        };
        ChartParts.AddHover(trace, thinned);
        return trace;
    }

    private static string Ends(IReadOnlyList<Series> series) => string.Join('\n', series.Select(line => line.Y.Count == 0
        ? $"  {line.Name}: no points"
        : $"  {line.Name}: {ChartParts.Count(line.Y.Count, "point")}, from {PlotlyJson.Show(line.Y[0])} to {PlotlyJson.Show(line.Y[^1])}"));
}
