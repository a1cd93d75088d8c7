using System.Globalization;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks;

/// <summary>
/// What a threshold does, for a reader to move: for many false-positive rates asked for, what each detector achieves on the judged
/// normals and how much of each attack category it finds. Thresholds come from held-out normals (<see cref="QuantileThreshold"/>);
/// attack labels are used for judging only. In a report, on slides and in exported HTML it is a panel with a slider; elsewhere a table.
/// </summary>
[TypeFormatterSource(typeof(ThresholdExplorerFormatterSource), PreferredMimeTypes = [MimeTypes.Explorer, MimeTypes.Html,
    MimeTypes.PlainText])]
public sealed class ThresholdExplorer : IRichOutput
{
    private const int StepsPerDecade = 20;
    private static readonly double[] TableRates = [0.05, 0.01, 0.001];

    private readonly string[] categories;
    private readonly int[] counts;
    private readonly Detector[] detectors;
    private readonly double prevalence, flowsPerDay;
    private readonly string title;

    private ThresholdExplorer(string title, string[] categories, int[] counts, Detector[] detectors, double prevalence, double flowsPerDay)
    {
        this.title = title;
        this.categories = categories;
        this.counts = counts;
        this.detectors = detectors;
        this.prevalence = prevalence;
        this.flowsPerDay = flowsPerDay;
    }

    /// <summary>Counts what every threshold does.</summary>
    /// <param name="title">What was judged, and by which protocol.</param>
    /// <param name="judged">The flows that were scored, normals and attacks.</param>
    /// <param name="prevalence">Share of attacks among a day's flows that the panel starts with, between 0 and 1.</param>
    /// <param name="flowsPerDay">Flows a day that the panel starts with, above 0.</param>
    /// <param name="detectors">Each detector's name, its scores of held-out normals, and its scores of <paramref name="judged"/>.</param>
    /// <exception cref="ArgumentException">No detector, scores that do not fit the flows, no normals or no attacks, a share outside (0,
    /// 1).</exception>
    public static ThresholdExplorer Of(
        string title, FlowTable judged, double prevalence, double flowsPerDay,
        params (string Name, double[] HeldOut, double[] Scores)[] detectors)
    {
        ArgumentNullException.ThrowIfNull(judged);
        if (detectors.Length == 0) throw new ArgumentException("Name at least one detector.", nameof(detectors));
        if (!(prevalence > 0 && prevalence < 1)) throw new ArgumentException("The share of attacks lies between 0 and 1.",
            nameof(prevalence));
        if (!(flowsPerDay > 0)) throw new ArgumentException("The number of flows a day is above 0.", nameof(flowsPerDay));
        int[] normals = judged.NormalRows(), attacks = judged.AttackRows();
        if (normals.Length == 0 || attacks.Length == 0) throw new ArgumentException("The judged flows need normals and attacks.",
            nameof(judged));

        IGrouping<string, int>[] groups =
            [.. attacks.GroupBy(row => judged.AttackCategory[row]).OrderByDescending(group => group.Count())
                .ThenBy(group => group.Key, StringComparer.Ordinal)];
        Detector[] counted = [.. detectors.Select(detector => Count(detector, judged.Count, normals, groups))];
        return new ThresholdExplorer(
            title, [.. groups.Select(group => group.Key)], [.. groups.Select(group => group.Count())], counted, prevalence, flowsPerDay);
    }

    /// <summary>The table that stands where the panel cannot be moved.</summary>
    public string ToHtml() => Table().ToHtml();

    /// <inheritdoc/>
    public override string ToString() => Table().ToString();

    /// <summary>All that the panel needs, as JSON: rates in ascending order, and per detector one row for each of them.</summary>
    internal string ToJson() => PlotlyJson.Write(new JsonObject
    {
        ["title"] = title,
        ["prevalence"] = prevalence,
        ["flowsPerDay"] = flowsPerDay,
        ["categories"] = PlotlyJson.Items(categories.Select((name, i) =>
            (JsonNode)new JsonObject { ["name"] = name, ["flows"] = counts[i] })),
        ["detectors"] = PlotlyJson.Items(detectors.Select(detector => (JsonNode)new JsonObject
        {
            ["name"] = detector.Name,
            ["asked"] = PlotlyJson.Numbers(detector.Points.Select(point => point.Asked)),
            ["threshold"] = PlotlyJson.Numbers(detector.Points.Select(point => point.Threshold)),
            ["falsePositiveRate"] = PlotlyJson.Numbers(detector.Points.Select(point => point.FalsePositiveRate)),
            ["recall"] = PlotlyJson.Items(detector.Points.Select(point => PlotlyJson.Numbers(point.Recall, digits: 4))),
        })),
    });

    private HtmlTable Table()
    {
        var rows = detectors.SelectMany(detector => TableRates.Where(rate => rate >= detector.Points[0].Asked)
            .Select(rate => (detector.Name, Point: detector.Points.MinBy(point => Math.Abs(point.Asked - rate))!)));
        return HtmlTable.From(rows,
            ("detector", row => row.Name), ("false positives asked for", row => PlotlyJson.Percent(row.Point.Asked)),
            ("achieved", row => PlotlyJson.Percent(row.Point.FalsePositiveRate)),
            ("attacks found", row => PlotlyJson.Percent(Found(row.Point))))
            .WithCaption(title)
            .WithNote("In a report (anomaly run) and on slides (anomaly present) this table is a panel whose threshold can be moved.");
    }

    private double Found(Point point) => point.Recall.Select((recall, i) => recall * counts[i]).Sum() / counts.Sum();

    private static Detector Count((string Name, double[] HeldOut, double[] Scores) detector, int flows, int[] normals, IGrouping<string,
        int>[] groups)
    {
        if (detector.Scores.Length != flows)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"'{detector.Name}' has {detector.Scores.Length} scores for {flows} judged flows: one score per flow is needed."));
        }

        double[] normal = Sorted(normals);
        double[][] attack = [.. groups.Select(group => Sorted(group))];
        double lowest = 1.0 / (detector.HeldOut.Length + 1);
        Point[] points = [.. Rates().Where(rate => rate >= lowest).Select(rate =>
        {
            double threshold = QuantileThreshold.Fit(detector.HeldOut, rate).Value;
            return new Point(rate, threshold, ShareAbove(normal, threshold), [.. attack.Select(scores => ShareAbove(scores, threshold))]);
        })];
        if (points.Length == 0) throw new ArgumentException($"'{detector.Name}' has too few held-out normals to set a threshold.");
        return new Detector(detector.Name, points);

        double[] Sorted(IEnumerable<int> rows) => [.. rows.Select(row => detector.Scores[row]).Order()];
    }

    // From one in ten thousand to one in two, even steps of the logarithm; 0.001, 0.01 and 0.1 are among them.
    private static IEnumerable<double> Rates() =>
        Enumerable.Range(0, (3 * StepsPerDecade) + (StepsPerDecade * 7 / 10) + 1)
            .Select(step => PlotlyJson.Rounded(Math.Pow(10, -4 + ((double)step / StepsPerDecade)), 4));

    private static double ShareAbove(double[] sorted, double threshold)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (sorted[middle] > threshold) high = middle;
            else low = middle + 1;
        }

        return (double)(sorted.Length - low) / sorted.Length;
    }

    private sealed record Detector(string Name, Point[] Points);

    private sealed record Point(double Asked, double Threshold, double FalsePositiveRate, double[] Recall);
}

/// <summary>The forms of a <see cref="ThresholdExplorer"/>: JSON for pages with the panel's script, HTML, and text.</summary>
internal sealed class ThresholdExplorerFormatterSource
{
    /// <summary>Called by name by .NET Interactive and by our runner.</summary>
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new ConventionFormatter(MimeTypes.Explorer, explorer => ((ThresholdExplorer)explorer).ToJson()),
        new ConventionFormatter(MimeTypes.Html, explorer => ((ThresholdExplorer)explorer).ToHtml()),
        new ConventionFormatter(MimeTypes.PlainText, explorer => explorer.ToString()!),
    ];
}
