using System.Globalization;

namespace AnomalyNotebooks;

/// <summary>
/// What detectors are judged by. Measures of order (<see cref="Auroc"/>, <see cref="AveragePrecision"/>, <see cref="TprAt"/>) need no
/// threshold of their own; <see cref="TprAt"/> reads its threshold off the normals that are judged, which nobody has in use.
/// <see cref="FprFor"/> and <see cref="RecallFor"/> hold at the threshold that a user would have had: set beforehand, on held-out
/// normals, for the false-positive rate asked for; or, as <see cref="Later"/>, on stretches of traffic that were left out of the fit.
/// </summary>
public sealed record Metric
{
    private const string LaterMark = "LaterThreshold", KeenMark = "KeenThreshold"; // in keys

    private Metric(MetricKind kind, double rate, string name, string key, string? category = null, ThresholdSource source = default) =>
        (Kind, Rate, Name, Key, Category, Source) = (kind, rate, name, key, category, source);

    /// <summary>Area under the ROC curve, 0 to 1.</summary>
    public static Metric Auroc { get; } = new(MetricKind.Auroc, 0, "AUROC", "auroc");

    /// <summary>What <c>anomaly evaluate</c> measures, besides recall by attack category.</summary>
    public static IReadOnlyList<Metric> Reported { get; } =
    [
        Auroc, AveragePrecision(0.01), TprAt(0.001), TprAt(0.01), TprAt(0.05),
        FprFor(0.01), RecallFor(0.01), FprFor(0.05), RecallFor(0.05),
    ];

    /// <summary>What is measured besides where stretches of normals were left out.</summary>
    internal static IReadOnlyList<Metric> ReportedLater { get; } =
        [.. Reported.Where(metric => metric.UsesOwnThreshold).SelectMany(metric => (Metric[])[metric.Later(), metric.Later(keen: true)])];

    /// <summary>A short name for tables.</summary>
    public string Name { get; }

    /// <summary>The name in JSON, such as <c>tprAtFpr0.01</c>.</summary>
    public string Key { get; }

    internal MetricKind Kind { get; }

    internal double Rate { get; }

    internal string? Category { get; }

    /// <summary>From which normals a threshold set beforehand is taken.</summary>
    internal ThresholdSource Source { get; }

    /// <summary>Whether the threshold is set beforehand.</summary>
    internal bool UsesOwnThreshold => Kind is MetricKind.Fpr or MetricKind.Recall;

    /// <summary>Average precision, at a share of attacks of <paramref name="prevalence"/> (null: as in the scores), 0 to 1.</summary>
    public static Metric AveragePrecision(double? prevalence = null)
    {
        if (prevalence is not { } share) return new Metric(MetricKind.AveragePrecision, double.NaN, "AP", "averagePrecision");
        ScoreArrays.RequireShare(share, nameof(prevalence));
        return new Metric(MetricKind.AveragePrecision, share, $"AP at {Percent(share)} attacks",
            $"averagePrecisionAtPrevalence{Shown(share)}");
    }

    /// <summary>The share of attacks found, 0 to 1, by the threshold that flags at most <paramref name="fpr"/> of the judged
    /// normals.</summary>
    public static Metric TprAt(double fpr) => new(MetricKind.Tpr, Rated(fpr), $"TPR at {Percent(fpr)} FPR", $"tprAtFpr{Shown(fpr)}");

    /// <summary>The share of normals flagged, 0 to 1, by a threshold that was set on held-out normals for the rate
    /// <paramref name="asked"/>.</summary>
    public static Metric FprFor(double asked) =>
        new(MetricKind.Fpr, Rated(asked), $"FPR where {Percent(asked)} is asked", $"fprAtThreshold{Shown(asked)}");

    /// <summary>The share of attacks flagged, 0 to 1, by the same threshold.</summary>
    /// <param name="asked">The false-positive rate asked for.</param>
    /// <param name="category">Of this attack category alone; null: of all.</param>
    public static Metric RecallFor(double asked, string? category = null) => new(
        MetricKind.Recall, Rated(asked), $"recall where {Percent(asked)} is asked{(category is null ? "" : $", {category}")}",
        $"recallAtThreshold{Shown(asked)}{(category is null ? "" : $".{category}")}", category);

    /// <summary>The same at a threshold set for another stretch of traffic than the one fitted on, which
    /// <see cref="DetectorTrial.LaterThreshold"/> has.</summary>
    /// <param name="keen">The mean of the left-out blocks' own thresholds instead of the one for all together.</param>
    /// <exception cref="InvalidOperationException">The metric has no threshold set beforehand.</exception>
    public Metric Later(bool keen = false) => !UsesOwnThreshold || Source != ThresholdSource.HeldOut
        ? throw new InvalidOperationException($"'{Name}' has no threshold on held-out normals that could be set otherwise.")
        : new Metric(Kind, Rate, $"{Name}, {(keen ? "keen" : "for later")}", Key.Replace("Threshold", keen ? KeenMark : LaterMark,
            StringComparison.Ordinal), Category, keen ? ThresholdSource.KeenBlocks : ThresholdSource.LeftOutBlocks);

    /// <summary>The measure of scores with a label each.</summary>
    /// <exception cref="AnomalyException">No normals, or no attacks; or the metric's threshold is set beforehand, for which
    /// <see cref="EvaluationResult"/> is there.</exception>
    /// <exception cref="ArgumentException">Lengths differ, or a score is NaN or infinite.</exception>
    public double Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> isAttack) => UsesOwnThreshold
        ? throw new AnomalyException($"'{Name}' needs a threshold set on held-out normals: EvaluationResult.Of(trial) measures it.")
        : Of(RankedScores.Of(scores, isAttack));

    /// <summary>Its name.</summary>
    public override string ToString() => Name;

    /// <summary>The metric of a key in JSON.</summary>
    internal static Metric OfKey(string key)
    {
        foreach (string mark in (string[])[LaterMark, KeenMark])
            if (key.Contains(mark, StringComparison.Ordinal))
                return OfKey(key.Replace(mark, "Threshold", StringComparison.Ordinal)).Later(keen: mark == KeenMark);
        (string Prefix, Func<double, string?, Metric> Make)[] rated =
        [
            ("averagePrecisionAtPrevalence", (rate, _) => AveragePrecision(rate)), ("tprAtFpr", (rate, _) => TprAt(rate)),
            ("fprAtThreshold", (rate, _) => FprFor(rate)), ("recallAtThreshold", RecallFor),
        ];
        if (key == Auroc.Key) return Auroc;
        if (key == AveragePrecision().Key) return AveragePrecision();
        foreach ((string prefix, Func<double, string?, Metric> make) in rated)
        {
            if (!key.StartsWith(prefix, StringComparison.Ordinal)) continue;
            string rest = key[prefix.Length..];
            int end = rest.IndexOf('.', Math.Min(2, rest.Length)); // behind "0."
            if (double.TryParse(end < 0 ? rest : rest[..end], NumberStyles.Float, CultureInfo.InvariantCulture, out double rate))
                return make(rate, end < 0 ? null : rest[(end + 1)..]);
        }

        throw new AnomalyException($"'{key}' is not the key of a metric.");
    }

    internal double Of(RankedScores ranked) => Kind switch
    {
        MetricKind.Auroc => ranked.Auroc(),
        MetricKind.AveragePrecision => ranked.AveragePrecision(double.IsNaN(Rate) ? null : Rate),
        MetricKind.Tpr => ranked.TprAt(Rate),
        _ => throw new InvalidOperationException($"{Key} is not a measure of order."),
    };

    private static double Rated(double rate)
    {
        ScoreArrays.RequireShare(rate, nameof(rate));
        return rate;
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:G4} %");

    private static string Shown(double share) => share.ToString("0.##########", CultureInfo.InvariantCulture);
}

/// <summary>The kinds of <see cref="Metric"/>.</summary>
internal enum MetricKind
{
    Auroc,
    AveragePrecision,
    Tpr,
    Fpr,
    Recall,
}

/// <summary>Which normals a threshold is set on.</summary>
internal enum ThresholdSource
{
    /// <summary>On normals held out at random: <see cref="QuantileThreshold"/>.</summary>
    HeldOut,

    /// <summary>On blocks of normals, each scored by a fit without it, all together: <see cref="BlockThreshold"/>.</summary>
    LeftOutBlocks,

    /// <summary>On the same blocks, the mean of each block's own.</summary>
    KeenBlocks,
}
