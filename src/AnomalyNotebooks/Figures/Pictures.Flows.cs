namespace AnomalyNotebooks;

/// <summary>
/// The workbook's own pictures, among them the counterparts of the seven figures of the project it follows. Their inputs are plain
/// numbers and names; the last text says which data they are of ("synthetic sample", where they are) and stands under the title.
/// </summary>
public static partial class Pictures
{
    private const string Normal = FlowSchema.Normal;

    // Beyond the eight of the palette: two of Paul Tol's, for the thinnest slices.
    private static readonly string[] SliceColors =
        [Palette.Vermillion, Palette.Orange, Palette.Green, Palette.Purple, Palette.SkyBlue, Palette.Yellow, Palette.Grey, "#882255",
            "#117733"];

    /// <summary>The categories of the flows as shares of a ring (<c>attack_pie_chart</c> of the reference).</summary>
    public static Figure AttackPie(FlowTable flows) => AttackPie(CountCategories(flows), flows.Origin.Title);

    /// <summary>Categories and their counts as shares of a ring, the largest first.</summary>
    public static Figure AttackPie(IReadOnlyList<(string Category, int Flows)> counts, string data)
    {
        (string Category, int Flows)[] sorted = LargestFirst(counts);
        int attack = 0;
        string[] colors = [.. sorted.Select(count => count.Category == Normal ? Palette.Normal
            : SliceColors[attack++ % SliceColors.Length])];
        return Charts
            .Pie("Normal flows and attacks", [.. sorted.Select(count => count.Category)], [.. sorted.Select(count => (double)count.Flows)],
                colors)
            .WithSubtitle(data)
            .WithName("attack-pie");
    }

    /// <summary>The categories of the flows as bars on a logarithmic axis, on which the rarest can be seen too.</summary>
    public static Figure AttackBars(FlowTable flows) => AttackBars(CountCategories(flows), flows.Origin.Title);

    /// <summary>Categories and their counts as bars on a logarithmic axis, the largest on top.</summary>
    public static Figure AttackBars(IReadOnlyList<(string Category, int Flows)> counts, string data)
    {
        (string Category, int Flows)[] sorted = LargestFirst(counts);
        int total = sorted.Sum(count => count.Flows);
        return Charts
            .Bars(
                "Flows per category, rare ones too",
                Axis.Logarithmic("flows"),
                [.. sorted.Select(count => count.Category)],
                [.. sorted.Select(count => (double)count.Flows)],
                [.. sorted.Select(count => $"{PlotlyJson.Show(count.Flows)} ({PlotlyJson.Percent((double)count.Flows / total)})")],
                [.. sorted.Select(count => count.Category == Normal ? Palette.Normal : Palette.Attack)])
            .WithSubtitle(data)
            .WithName("attack-bars");
    }

    /// <summary>How every feature correlates with every other (<c>correlation_heatmap</c> of the reference).</summary>
    /// <param name="names">Names of the features.</param>
    /// <param name="correlations">Features by features, -1 to 1; NaN where a feature is constant.</param>
    /// <param name="data">Which data.</param>
    /// <param name="measure">Which correlation.</param>
    public static Figure CorrelationHeatmap(IReadOnlyList<string> names, double[,] correlations, string data,
        string measure = "Pearson correlation") =>
        Charts.Heatmap($"{measure} of {names.Count} columns", names, names, correlations, measure, from: -1, to: 1, annotated: false)
            .WithSubtitle(data)
            .WithName("correlation-heatmap");

    /// <summary>The features that correlate most with the attack category, with their values (<c>attack_cat_correlation_matrix</c> of the
    /// reference).</summary>
    /// <param name="names">Names, the attack category first.</param>
    /// <param name="correlations">Features by features.</param>
    /// <param name="data">Which data.</param>
    /// <param name="target">What the features were chosen for; by default the first of them.</param>
    public static Figure AttackCategoryMatrix(IReadOnlyList<string> names, double[,] correlations, string data, string? target = null) =>
        Charts.Heatmap($"The {names.Count} columns most correlated with {target ?? names[0]}", names, names, correlations,
            "Pearson correlation", from: -1, to: 1, annotated: true)
            .WithSubtitle(data)
            .WithName("attack-cat-correlation-matrix");

    private static (string Category, int Flows)[] CountCategories(FlowTable flows)
    {
        CategoryColumn column = Require.Given(flows).AttackCategory;
        var counts = new int[column.Values.Count];
        foreach (int code in column.Codes) counts[code]++;
        return [.. column.Values.Select((category, i) => (category, counts[i])).Where(count => count.Item2 > 0)];
    }

    private static (string Category, int Flows)[] LargestFirst(IReadOnlyList<(string Category, int Flows)> counts) =>
        [.. Require.Given(counts).OrderByDescending(count => count.Flows).ThenBy(count => count.Category, StringComparer.Ordinal)];
}
