using System.Globalization;

namespace AnomalyNotebooks;

public static partial class Charts
{
    private const int CurvePoints = 80; // of a curve: more would not be seen, and notebooks have a size to keep

    /// <summary>ROC curves with their areas in the legend.</summary>
    /// <param name="title">Title.</param>
    /// <param name="curves">Per detector a name and its curve.</param>
    /// <param name="logFalsePositives">Whether the false-positive axis is logarithmic, from 0.01 % up.</param>
    public static Figure Roc(string title, IReadOnlyList<(string Name, RocCurve Curve)> curves, bool logFalsePositives = false) =>
        RocCurves(
        title,
        [.. curves.Select(curve => Curve($"{curve.Name} (AUROC {Fixed(curve.Curve.Auroc)})", curve.Curve.Thin(CurvePoints)))],
        logFalsePositives);

    /// <summary>Precision-recall curves of one prevalence, with their average precisions in the legend.</summary>
    /// <param name="title">Title.</param>
    /// <param name="curves">Per detector a name and its curve; all at the prevalence of the first.</param>
    public static Figure PrecisionRecall(string title, IReadOnlyList<(string Name, PrecisionRecallCurve Curve)> curves)
    {
        if (curves.Count == 0) throw new ArgumentException("A chart of precision-recall curves has at least one.", nameof(curves));
        double prevalence = curves[0].Curve.Prevalence;
        if (curves.Any(curve => Math.Abs(curve.Curve.Prevalence - prevalence) > 1e-9))
            throw new ArgumentException("The curves are at different prevalences: their precisions do not compare.", nameof(curves));
        return PrecisionRecallCurves(
            title,
            [.. curves.Select(curve => Curve($"{curve.Name} (AP {Fixed(curve.Curve.AveragePrecision)})", curve.Curve.Thin(CurvePoints)))],
            prevalence);
    }

    /// <summary>The four outcomes of a decision, each with its count and its share of its row.</summary>
    public static Figure Confusion(string title, ConfusionMatrix outcomes) =>
        Confusion(title, outcomes.TrueNegatives, outcomes.FalsePositives, outcomes.FalseNegatives, outcomes.TruePositives);

    private static Series Curve(string name, (double[] X, double[] Y) points) => new(name, points.X, points.Y);

    private static string Fixed(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
