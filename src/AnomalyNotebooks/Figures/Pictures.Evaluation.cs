using System.Text.Json.Nodes;

namespace AnomalyNotebooks;

public static partial class Pictures
{
    /// <summary>The share of each attack category that raises an alarm, with counts, the hardest at the bottom.</summary>
    /// <param name="categories">Names.</param>
    /// <param name="found">Flows of the category above the threshold.</param>
    /// <param name="totals">Flows of the category.</param>
    /// <param name="data">Which data and which threshold.</param>
    public static Figure RecallByCategory(IReadOnlyList<string> categories, IReadOnlyList<int> found, IReadOnlyList<int> totals,
        string data)
    {
        ChartParts.RequireEqualLengths(categories, found.Count);
        ChartParts.RequireEqualLengths(categories, totals.Count);
        double Recall(int i) => totals[i] == 0 ? 0 : (double)found[i] / totals[i];
        int[] order = [.. Enumerable.Range(0, categories.Count).OrderByDescending(Recall)
            .ThenBy(i => categories[i], StringComparer.Ordinal)];
        return Charts
            .Bars(
                "Recall per attack category",
                Axis.Share("recall"),
                [.. order.Select(i => categories[i])],
                [.. order.Select(Recall)],
                [.. order.Select(i => $"{PlotlyJson.Percent(Recall(i))} ({PlotlyJson.Show(found[i])} of {PlotlyJson.Show(totals[i])})")],
                [.. order.Select(_ => Palette.Attack)])
            .WithSubtitle(data)
            .WithName("recall-by-category");
    }

    /// <summary>Recall of several detectors per attack category, at the same false-positive rate.</summary>
    /// <param name="detectors">Rows.</param>
    /// <param name="categories">Columns.</param>
    /// <param name="recall">Detectors by categories, 0 to 1.</param>
    /// <param name="data">Which data and which threshold.</param>
    public static Figure RecallHeatmap(IReadOnlyList<string> detectors, IReadOnlyList<string> categories, double[,] recall, string data) =>
        Charts
        .Heatmap("Recall per detector and attack category", detectors, categories, recall, "recall", from: 0, to: 1, format: ".0%",
            annotated: true)
        .WithSubtitle(data)
        .WithName("recall-heatmap");

    /// <summary>
    /// What an alarm is worth: the share of alarms that are attacks, against how rare attacks are, for detectors working at given
    /// rates (base-rate fallacy: S. Axelsson, ACM CCS 1999).
    /// </summary>
    /// <param name="points">Per line: name, true-positive rate and false-positive rate.</param>
    /// <param name="data">Which data the rates were measured on.</param>
    /// <param name="marked">Prevalences to mark, such as the file's own and a realistic one.</param>
    public static Figure AlarmArithmetic(IReadOnlyList<(string Name, double TruePositiveRate, double FalsePositiveRate)> points,
        string data, IReadOnlyList<Mark>? marked = null)
    {
        double[] prevalences = [.. Enumerable.Range(0, 101).Select(i => ChartParts.PowerOf10(-5 + (0.05 * i)))
            .Where(prevalence => prevalence < 0.999)];
        static double Precision(double prevalence, double found, double falseAlarms) =>
            new AlarmRate(found, falseAlarms, prevalence, FlowsPerDay: 1).Precision;

        Axis rarity = Axis.Logarithmic("share of attacks among all flows") with { Format = "~%" };
        Axis worth = Axis.Share("share of alarms that are attacks") with { To = 1.02 };
        string At(double prevalence, double found, double falseAlarms) => PlotlyJson.Percent(Precision(prevalence, found, falseAlarms));
        string summary = string.Join('\n', points.Select(point =>
            $"  {point.Name}: of 100 alarms {At(0.01, point.TruePositiveRate, point.FalsePositiveRate)} are attacks where 1 % of flows "
                + $"are, {At(0.001, point.TruePositiveRate, point.FalsePositiveRate)} where 0.1 % are"));
        return Charts
            .Lines(
                "What an alarm is worth where attacks are rare",
                rarity,
                worth,
                [.. points.Select(point => new Series(point.Name, prevalences,
                    [.. prevalences.Select(prevalence => Precision(prevalence, point.TruePositiveRate, point.FalsePositiveRate))]))],
                marked)
            .WithSubtitle(data)
            .WithSummary(summary.Replace("of 100 alarms ", "", StringComparison.Ordinal))
            .WithName("alarm-arithmetic");
    }

    /// <summary>Which features made the scores of the top alerts: each row shares out one alert's score.</summary>
    /// <param name="alerts">Rows, the highest score first.</param>
    /// <param name="features">Columns.</param>
    /// <param name="contributions">Alerts by features, in units of the score; shown as shares of each alert's sum.</param>
    /// <param name="data">Which data.</param>
    /// <param name="top">Features shown: those with the largest mean share.</param>
    public static Figure FeatureContributions(IReadOnlyList<string> alerts, IReadOnlyList<string> features, double[,] contributions,
        string data, int top = 12)
    {
        if (contributions.GetLength(0) != alerts.Count || contributions.GetLength(1) != features.Count)
            throw new ArgumentException($"{contributions.GetLength(0)} by {contributions.GetLength(1)} contributions for {alerts.Count} "
                + $"alerts and {features.Count} features.", nameof(contributions));
        double Share(int alert, int feature)
        {
            double sum = 0;
            for (int i = 0; i < features.Count; i++) sum += contributions[alert, i];
            return sum > 0 ? contributions[alert, feature] / sum : 0;
        }

        int[] shown = [.. Enumerable.Range(0, features.Count)
            .OrderByDescending(feature => Enumerable.Range(0, alerts.Count).Sum(alert => Share(alert, feature)))
            .ThenBy(feature => features[feature], StringComparer.Ordinal)
            .Take(top)];
        var shares = new double[alerts.Count, shown.Length];
        for (int alert = 0; alert < alerts.Count; alert++)
            for (int k = 0; k < shown.Length; k++) shares[alert, k] = Share(alert, shown[k]);
        return Charts
            .Heatmap("Which features made the top alerts", alerts, [.. shown.Select(feature => features[feature])], shares,
                "share of the score", from: 0, format: ".0%", annotated: true)
            .WithSubtitle(data)
            .WithName("feature-contributions");
    }

    /// <summary>What each detector costs and what it is worth.</summary>
    /// <param name="detectors">Per detector: name, seconds to fit and score, and its quality.</param>
    /// <param name="data">Which data.</param>
    /// <param name="quality">What the quality is.</param>
    public static Figure CostAgainstQuality(IReadOnlyList<(string Name, double Seconds, double Quality)> detectors, string data,
        string quality = "AUROC")
    {
        ChartParts.TryRange(detectors.Select(detector => detector.Seconds), log: true, out double fastest, out double slowest);
        Axis x = Axis.Logarithmic("time to fit and score", "s") with { From = fastest / 2, To = slowest * 3 };
        JsonObject layout = ChartParts.Layout(x, quality, xValues: detectors.Select(detector => detector.Seconds));
        var points = new JsonObject
        {
            ["type"] = "scatter",
            ["mode"] = "markers+text",
            ["x"] = PlotlyJson.Numbers(detectors.Select(detector => detector.Seconds)),
            ["y"] = PlotlyJson.Numbers(detectors.Select(detector => detector.Quality)),
            ["text"] = PlotlyJson.Texts(detectors.Select(detector => detector.Name)),
            ["textposition"] = PlotlyJson.Texts(LabelPlaces(detectors, fastest / 2, slowest * 3)),
            ["cliponaxis"] = false,
            ["marker"] = new JsonObject { ["color"] = Palette.Blue, ["size"] = 11 },
            ["hovertemplate"] = $"%{{text}}<br>%{{x:.3~g}} s, {PlotlyJson.Escape(quality)} %{{y:.4f}}<extra></extra>",
        };
        string summary = string.Join('\n', detectors.Select(detector =>
            $"  {detector.Name}: {PlotlyJson.Show(detector.Seconds)} s, {quality} {PlotlyJson.Show(detector.Quality)}"));
        return new Figure(new FigureText("Cost against quality", data, summary) { Name = "cost-quality" }, new JsonArray((JsonNode)points),
            layout);
    }

    // Names stand to the right of their points; where one would run into a neighbour of nearly its height, one goes up and one down.
    private static IEnumerable<string> LabelPlaces(
        IReadOnlyList<(string Name, double Seconds, double Quality)> points, double from, double to)
    {
        const double Width = 560, PerLetter = 7, Gap = 15; // pixels: of the picture, of a letter, beside a point
        double height = points.Max(point => point.Quality) - points.Min(point => point.Quality);
        double Apart((string Name, double Seconds, double Quality) left, (string Name, double Seconds, double Quality) right) =>
            Width * ChartParts.Log10(right.Seconds / left.Seconds) / ChartParts.Log10(to / from);
        for (int i = 0; i < points.Count; i++)
        {
            var point = points[i];
            var near = points.Where((other, j) =>
            {
                var (left, right) = other.Seconds < point.Seconds ? (other, point) : (point, other);
                return j != i && Math.Abs(other.Quality - point.Quality) < 0.05 * height
                    && Apart(left, right) < Gap + (PerLetter * left.Name.Length);
            }).ToList();
            yield return near.Count == 0 ? "middle right" : near.TrueForAll(other => other.Quality < point.Quality) ? "top right"
                : "bottom right";
        }
    }

    /// <summary>Whether an explanation names what made the score: the score as the named features are taken away, beside random
    /// ones.</summary>
    /// <param name="named">Mean score after 0, 1, 2, ... steps of the explanation.</param>
    /// <param name="random">The same with as many features chosen at random.</param>
    /// <param name="data">Which data.</param>
    public static Figure DeletionCurve(IReadOnlyList<double> named, IReadOnlyList<double> random, string data)
    {
        static double[] Steps(int count) => [.. Enumerable.Range(0, count).Select(i => (double)i)];
        double lowest = named.Concat(random).Min(), highest = named.Concat(random).Max();
        return Charts
            .Lines(
                "The score as features are taken away",
                "steps: a column each, or those of the context",
                new Axis("mean score") { From = Math.Min(0, lowest), To = highest + (0.05 * (highest - Math.Min(0, lowest))) },
                [
                    new("those the explanation names", Steps(named.Count), named) { Color = Palette.Vermillion },
                    new("random ones", Steps(random.Count), random) { Color = Palette.Grey, Dashed = true },
                ])
            .WithSubtitle(data)
            .WithName("deletion-curve");
    }
}
