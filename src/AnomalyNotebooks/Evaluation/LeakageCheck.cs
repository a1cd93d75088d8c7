using System.Globalization;
namespace AnomalyNotebooks;

/// <summary>
/// Looks for features that alone tell attacks from normals almost perfectly: with flows as varied as these, such a feature is
/// the label under another name, or an accident of how the data was recorded.
/// </summary>
public static class LeakageCheck
{
    /// <summary>Single-feature AUROC from which a feature is suspect.</summary>
    public const double Suspect = 0.98;

    /// <summary>The AUROC of every feature by itself, in either direction (0.5 to 1), best first.</summary>
    /// <param name="features">Rows by features.</param>
    /// <param name="isAttack">One label per row. For evaluation only: this says what a detector must not see.</param>
    /// <exception cref="ArgumentException">Another number of labels than rows.</exception>
    public static IReadOnlyList<(string Feature, double Auroc)> SingleFeatureAuroc(FeatureMatrix features, ReadOnlySpan<bool> isAttack)
    {
        if (isAttack.Length != features.Rows)
            throw new ArgumentException($"{isAttack.Length} labels were given for {features.Rows} rows.", nameof(isAttack));
        bool[] labels = isAttack.ToArray();
        var aurocs = new double[features.Columns];
        Parallel.For(0, features.Columns, ThreadLimit.Options(), c =>
        {
            var values = new double[features.Rows];
            for (int r = 0; r < values.Length; r++) values[r] = features[r, c];
            double auroc = RocCurve.FromScores(values, labels).Auroc;
            aurocs[c] = Math.Max(auroc, 1 - auroc);
        });
        return [.. Enumerable.Range(0, features.Columns).OrderByDescending(c => aurocs[c]).ThenBy(c => c)
            .Select(c => (features.Names[c], aurocs[c]))];
    }

    /// <summary>A sentence for every feature that alone reaches <paramref name="limit"/>; none for honest features.</summary>
    public static IReadOnlyList<string> Warnings(FeatureMatrix features, ReadOnlySpan<bool> isAttack, double limit = Suspect) =>
    [
        .. SingleFeatureAuroc(features, isAttack).Where(feature => feature.Auroc >= limit).Select(feature => string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"The feature '{feature.Feature}' alone separates attacks from normals with an AUROC of {feature.Auroc:F4}: it is probably "
                + $"the label in disguise.")),
    ];
}
