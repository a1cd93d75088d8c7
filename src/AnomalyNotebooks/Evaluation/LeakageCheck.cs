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
        Parallel.For(0, features.Columns, ThreadLimit.Options(), () => (Values: new double[features.Rows], Labels: new bool[features.Rows]),
            (c, _, own) =>
            {
                for (int r = 0; r < own.Values.Length; r++) own.Values[r] = features[r, c];
                labels.CopyTo(own.Labels, 0);
                double auroc = RankedScores.AurocOf(own.Values, own.Labels);
                aurocs[c] = Math.Max(auroc, 1 - auroc);
                return own;
            }, _ => { });
        return BestFirst(features.Names.Zip(aurocs));
    }

    /// <summary>The same of a table's columns as they are (<see cref="FeaturePipeline.Raw"/>), a few at a time, so that no table of
    /// features is held beside that of the flows.</summary>
    /// <param name="flows">Flows with labels. For evaluation only.</param>
    internal static IReadOnlyList<(string Feature, double Auroc)> SingleFeatureAuroc(FlowTable flows) =>
        BestFirst(FeaturePipeline.Raw.RecipesFor(flows.Schema).SelectMany(recipe => recipe.Parts()).SelectMany(few =>
            SingleFeatureAuroc(new FeaturePipeline("raw", few).FitTransform(flows).Training, flows.IsAttack)));

    /// <summary>A sentence for every feature that alone reaches <paramref name="limit"/>; none for honest features.</summary>
    public static IReadOnlyList<string> Warnings(FeatureMatrix features, ReadOnlySpan<bool> isAttack, double limit = Suspect) =>
        Warnings(SingleFeatureAuroc(features, isAttack), limit);

    /// <summary>The same for a table's columns as they are.</summary>
    internal static IReadOnlyList<string> Warnings(FlowTable flows) => Warnings(SingleFeatureAuroc(flows), Suspect);

    private static string[] Warnings(IReadOnlyList<(string Feature, double Auroc)> alone, double limit) =>
    [
        .. alone.Where(feature => feature.Auroc >= limit).Select(feature => string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"The feature '{feature.Feature}' alone separates attacks from normals with an AUROC of {feature.Auroc:F4}: it is probably "
                + $"the label in disguise.")),
    ];

    // Equals stay in their order.
    private static (string Feature, double Auroc)[] BestFirst(IEnumerable<(string Feature, double Auroc)> features) =>
        [.. features.OrderByDescending(feature => feature.Auroc)];
}
