namespace AnomalyNotebooks.Tests.Figures;

/// <summary>One small figure of every kind, of numbers made up here; a category called <c>&lt;script&gt;</c> is among the names.</summary>
internal static class ChartGallery
{
    private const string Data = "synthetic sample";
    private static readonly double[] Losses = [0.2, 0.4, 0.5, 0.5, 0.7, 1.1, 2.5, 8];
    private static readonly Series Normal = new("normal", [0.1, 0.3, 1, 3], [0, 1.2, 0.4, 0]);
    private static readonly Series Attacks = new("attacks", [0.5, 2, 5, 20], [0, 0.8, 0.6, 0]);
    private static readonly Series Curve = new("detector (AUROC 0.85)", [0, 0.1, 0.4, 1], [0, 0.6, 0.9, 1]);
    private static readonly (string Category, int Flows)[] Counts = [("Worms", 44), ("Normal", 37_000), ("<script>", 600)];
    private static readonly string[] Names = ["sttl", "<script>", "rate"];
    private static readonly double[,] Correlations = { { 1, -0.5, 0.25 }, { -0.5, 1, double.NaN }, { 0.25, double.NaN, 1 } };

    public static IReadOnlyDictionary<string, Figure> Figures { get; } = new Dictionary<string, Figure>
    {
        ["lines"] = Charts.Lines("Two lines", "x", Axis.Logarithmic("y", "s"),
            [new("a", [1, 10, 100]), new("b", [2, double.NaN, 50]) { Dashed = true }], [new(2, "half way")]),
        ["roc"] = Charts.RocCurves("ROC", [Curve]),
        ["roc-log"] = Charts.RocCurves("ROC, few false positives", [Curve], logFalsePositives: true),
        ["precision-recall"] = Charts.PrecisionRecallCurves("Precision and recall", [new("detector (AP 0.7)", [0, 0.5, 1], [1, 0.8, 0.3])],
            0.3),
        ["histogram"] = Charts.Histogram("Histogram", Axis.Logarithmic("loss"), [new("normal", Losses), new("attack", [1, 2, 0])], bins: 4,
            marks: [new(1, "threshold")]),
        ["histogram-counts"] = Charts.Histogram("Counts", "loss", [new("normal", Losses)], bins: 4, share: false, logY: true),
        ["densities"] = Charts.Densities("Densities", "loss", [Normal, Attacks]),
        ["ridgeline"] = Charts.Ridgeline("Ridges", Axis.Logarithmic("loss"), [Normal, Attacks]),
        ["bars"] = Charts.Bars("Bars", "value", Names, [3, 0.5, 2]),
        ["grouped-bars"] = Charts.GroupedBars("Groups", "value", Names, [("a", [1, 2, 3]), ("b", [3, 2, 1])]),
        ["waterfall"] = Charts.Waterfall("Steps", Axis.Share("accuracy"), [("published", 0.97), ("label out", 0.6), ("held out", 0.65)]),
        ["pie"] = Charts.Pie("Shares", Names, [97, 2.9, 0.1]),
        ["heatmap"] = Charts.Heatmap("Colours", ["a", "b"], ["x", "<script>"], new double[,] { { 0, 0.5 }, { 1, double.NaN } }, "recall",
            format: ".0%"),
        ["confusion"] = Charts.Confusion("Outcomes", 90, 10, 0, 0),
        ["panels"] = Charts.SmallMultiples("Panels", "x", "y", [new("first", [new("a", [1, 2]), new("b", [2, 1])]),
            new("second", [new("a", [3, 1])])], columns: 1),
        ["attack-pie"] = Pictures.AttackPie(Counts, Data),
        ["attack-bars"] = Pictures.AttackBars(Counts, Data),
        ["correlation-heatmap"] = Pictures.CorrelationHeatmap(Names, Correlations, Data),
        ["attack-cat-matrix"] = Pictures.AttackCategoryMatrix(Names, Correlations, Data),
        ["loss"] = Pictures.Loss([5, 3, 2], [4, 2.5, 2.6], Data),
        ["network"] = Pictures.Network([42, 12, 4, 12, 42]),
        ["loss-distributions"] = Pictures.LossDistributions(Normal, Attacks, Data),
        ["combined-loss-distributions"] = Pictures.CombinedLossDistributions(Normal, Attacks, Data, threshold: 1.5),
        ["loss-by-category"] = Pictures.LossByCategory([Normal with { Name = "Normal" }, Attacks with { Name = "<script>" }], Data,
            threshold: 1.5),
        ["anomaly-detection"] = Pictures.AnomalyDetection(Losses, [0.3, 3], [2, 4, 6], 2, Data, maxPoints: 3),
        ["recall-by-category"] = Pictures.RecallByCategory(["Worms", "<script>"], [40, 3], [44, 600], Data),
        ["recall-heatmap"] = Pictures.RecallHeatmap(["PCA", "best"], ["Worms", "<script>"], new double[,] { { 0.2, 0.4 }, { 0.9, 1 } },
            Data),
        ["alarm-arithmetic"] = Pictures.AlarmArithmetic([("TPR 90 % at FPR 1 %", 0.9, 0.01)], Data, [new(0.001, "0.1 %")]),
        ["feature-contributions"] = Pictures.FeatureContributions(["#1", "#2"], Names, new double[,] { { 1, 2, 1 }, { 0, 4, 0 } }, Data),
        ["cost-quality"] = Pictures.CostAgainstQuality([("PCA", 0.1, 0.87), ("<script>", 60, 0.98)], Data),
        ["deletion-curve"] = Pictures.DeletionCurve([10, 3, 1], [10, 9, 8], Data),
    };

    /// <summary>The names, for theories.</summary>
    public static IEnumerable<string> Kinds => Figures.Keys;
}
