using System.Globalization;

namespace AnomalyNotebooks;

/// <summary>
/// Precision against recall for every possible threshold, from the highest to the lowest, optionally re-weighted to another share of
/// attacks than the scores hold: recall and false-positive rate do not depend on that share, precision does. Immutable.
/// </summary>
[TypeFormatterSource]
public sealed class PrecisionRecallCurve : IRichOutput
{
    private PrecisionRecallCurve(RankedScores ranked, double? prevalence)
    {
        if (prevalence is { } share) ScoreArrays.RequireShare(share, nameof(prevalence));
        Prevalence = prevalence ?? (double)ranked.AttackCount / (ranked.AttackCount + ranked.NormalCount);
        AveragePrecision = ranked.AveragePrecision(prevalence);
        Recalls = new double[ranked.Groups + 1];
        Precisions = new double[ranked.Groups + 1];
        Precisions[0] = 1; // nothing flagged, nothing wrong: scikit-learn's convention for the end point
        long normals = 0, attacks = 0;
        for (int group = 0; group < ranked.Groups; group++)
        {
            normals += ranked.Normals[group];
            attacks += ranked.Attacks[group];
            Recalls[group + 1] = (double)attacks / ranked.AttackCount;
            Precisions[group + 1] = ranked.Precision(normals, attacks, prevalence);
        }
    }

    /// <summary>Sum of precision times step in recall, not interpolated (scikit-learn's <c>average_precision_score</c>).</summary>
    public double AveragePrecision { get; }

    /// <summary>Share of attacks that the precisions hold for. A random score has this average precision.</summary>
    public double Prevalence { get; }

    /// <summary>Share of attacks found, ascending from 0 to 1.</summary>
    public double[] Recalls { get; }

    /// <summary>Share of attacks among what is flagged, at the same thresholds.</summary>
    public double[] Precisions { get; }

    /// <summary>The curve of scores with a label each.</summary>
    /// <param name="scores">One finite score per flow; higher is more anomalous.</param>
    /// <param name="isAttack">One label per flow.</param>
    /// <param name="prevalence">Share of attacks to re-weight to, such as 0.001; null leaves it as in the scores.</param>
    /// <exception cref="AnomalyException">No normals, or no attacks.</exception>
    /// <exception cref="ArgumentException">Lengths differ, a score is NaN or infinite, or a prevalence outside (0, 1).</exception>
    public static PrecisionRecallCurve FromScores(ReadOnlySpan<double> scores, ReadOnlySpan<bool> isAttack, double? prevalence = null) =>
        new(RankedScores.Of(scores, isAttack), prevalence);

    /// <summary>The curve between the scores of normal flows and those of attacks.</summary>
    /// <inheritdoc cref="FromScores" path="/exception"/>
    public static PrecisionRecallCurve Between(ReadOnlySpan<double> normalScores, ReadOnlySpan<double> attackScores,
        double? prevalence = null) =>
        new(RankedScores.Between(normalScores, attackScores), prevalence);

    /// <summary>The average precision, and the best precision that can be had with a few recalls, as an HTML table;
    /// <see cref="Charts.PrecisionRecall"/> draws the curve.</summary>
    public string ToHtml() => Shown().ToHtml();

    /// <summary>The same as text.</summary>
    public override string ToString() => Shown().ToString();

    /// <summary>The curve with about <paramref name="maxPoints"/> points, for plotting.</summary>
    public (double[] Recalls, double[] Precisions) Thin(int maxPoints = 500) => CurveThinning.Thin(Recalls, Precisions, maxPoints);

    private HtmlTable Shown() => HtmlTable.From([0.5, 0.8, 0.9],
            ("attacks found, at least", recall => recall),
            ("precision, at best", recall => Enumerable.Range(0, Recalls.Length).Where(i => Recalls[i] >= recall).Max(i => Precisions[i])))
        .WithFormat(["attacks found, at least", "precision, at best"], "0.0 %")
        .WithCaption(string.Create(CultureInfo.InvariantCulture, $"Precision and recall, average precision {AveragePrecision:F4}"))
        .WithNote(string.Create(CultureInfo.InvariantCulture, $"Where {Prevalence:0.0##%} of the flows are attacks."));
}
