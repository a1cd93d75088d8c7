using System.Globalization;

namespace AnomalyNotebooks;

/// <summary>
/// The receiver operating characteristic: for every possible threshold, the share of normals flagged against the share of attacks
/// found. Equal scores make one step, so the curve does not depend on their order. Immutable.
/// </summary>
[TypeFormatterSource]
public sealed class RocCurve : IRichOutput
{
    private readonly RankedScores ranked;

    private RocCurve(RankedScores ranked)
    {
        this.ranked = ranked;
        Auroc = ranked.Auroc();
        FalsePositiveRates = new double[ranked.Groups + 1];
        TruePositiveRates = new double[ranked.Groups + 1];
        long normals = 0, attacks = 0;
        for (int group = 0; group < ranked.Groups; group++)
        {
            FalsePositiveRates[group + 1] = (double)(normals += ranked.Normals[group]) / ranked.NormalCount;
            TruePositiveRates[group + 1] = (double)(attacks += ranked.Attacks[group]) / ranked.AttackCount;
        }
    }

    /// <summary>Area under the curve: the probability that an attack scores higher than a normal flow, ties counting half.</summary>
    public double Auroc { get; }

    /// <summary>Share of normals flagged, ascending from 0 to 1; one point more than there are distinct scores.</summary>
    public double[] FalsePositiveRates { get; }

    /// <summary>Share of attacks found at the same thresholds.</summary>
    public double[] TruePositiveRates { get; }

    /// <summary>The curve of scores with a label each.</summary>
    /// <param name="scores">One finite score per flow; higher is more anomalous.</param>
    /// <param name="isAttack">One label per flow.</param>
    /// <exception cref="AnomalyException">No normals, or no attacks.</exception>
    /// <exception cref="ArgumentException">Lengths differ, or a score is NaN or infinite.</exception>
    public static RocCurve FromScores(ReadOnlySpan<double> scores, ReadOnlySpan<bool> isAttack) => new(RankedScores.Of(scores, isAttack));

    /// <summary>The curve between the scores of normal flows and those of attacks.</summary>
    /// <exception cref="AnomalyException">No normals, or no attacks.</exception>
    /// <exception cref="ArgumentException">A score is NaN or infinite.</exception>
    public static RocCurve Between(ReadOnlySpan<double> normalScores, ReadOnlySpan<double> attackScores) =>
        new(RankedScores.Between(normalScores, attackScores));

    /// <summary>The highest share of attacks that a threshold finds while flagging at most <paramref name="falsePositiveRate"/> of the
    /// normals. Not interpolated.</summary>
    public double TprAt(double falsePositiveRate) => ranked.TprAt(falsePositiveRate);

    /// <summary>The area, and the share of attacks found at a few false-positive rates, as an HTML table; <see cref="Charts.Roc"/> draws
    /// the curve.</summary>
    public string ToHtml() => Shown().ToHtml();

    /// <summary>The same as text.</summary>
    public override string ToString() => Shown().ToString();

    /// <summary>The curve with about <paramref name="maxPoints"/> points, for plotting: those on straight stretches go first.</summary>
    public (double[] FalsePositiveRates, double[] TruePositiveRates) Thin(int maxPoints = 500) =>
        CurveThinning.Thin(FalsePositiveRates, TruePositiveRates, maxPoints);

    private HtmlTable Shown() => HtmlTable.From([0.001, 0.01, 0.05],
            ("false-positive rate", rate => rate), ("attacks found", rate => TprAt(rate)))
        .WithFormat("false-positive rate", "0.0 %").WithFormat("attacks found", "0.0 %")
        .WithCaption(string.Create(CultureInfo.InvariantCulture, $"ROC curve, AUROC {Auroc:F4}"))
        .WithNote(string.Create(CultureInfo.InvariantCulture, $"{ranked.NormalCount:#,0} normals, {ranked.AttackCount:#,0} attacks."));
}
