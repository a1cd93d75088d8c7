using System.Globalization;

namespace AnomalyNotebooks;

/// <summary>How decisions and truth agree, counted. An attack is the positive class.</summary>
/// <remarks>A rate whose denominator is empty is 0 where scikit-learn says 0 (precision, recall, F1), and NaN where nothing can be said
/// (the false-positive rate without normals, the accuracy of no flows).</remarks>
/// <param name="TruePositives">Attacks flagged.</param>
/// <param name="FalsePositives">Normals flagged.</param>
/// <param name="TrueNegatives">Normals passed.</param>
/// <param name="FalseNegatives">Attacks passed.</param>
[TypeFormatterSource]
public sealed record ConfusionMatrix(long TruePositives, long FalsePositives, long TrueNegatives, long FalseNegatives) : IRichOutput
{
    /// <summary>All flows counted.</summary>
    public long Count => TruePositives + FalsePositives + TrueNegatives + FalseNegatives;

    /// <summary>Share of flows decided rightly.</summary>
    public double Accuracy => (double)(TruePositives + TrueNegatives) / Count;

    /// <summary>Share of attacks among the flagged; 0 if nothing is flagged.</summary>
    public double Precision => ZeroIfEmpty(TruePositives, TruePositives + FalsePositives);

    /// <summary>Share of attacks that are flagged (the true-positive rate); 0 if there are none.</summary>
    public double Recall => ZeroIfEmpty(TruePositives, TruePositives + FalseNegatives);

    /// <summary>Harmonic mean of precision and recall; 0 if neither flagged nor attack is there.</summary>
    public double F1 => ZeroIfEmpty(2 * TruePositives, (2 * TruePositives) + FalsePositives + FalseNegatives);

    /// <summary>Share of normals that are flagged; NaN if there are none.</summary>
    public double FalsePositiveRate => (double)FalsePositives / (FalsePositives + TrueNegatives);

    /// <summary>Counts decisions against labels.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static ConfusionMatrix FromDecisions(ReadOnlySpan<bool> flagged, ReadOnlySpan<bool> isAttack)
    {
        if (flagged.Length != isAttack.Length)
            throw new ArgumentException($"{flagged.Length} decisions and {isAttack.Length} labels do not match: one label per decision "
                + "is expected.", nameof(isAttack));
        Span<long> counts = stackalloc long[4];
        for (int i = 0; i < flagged.Length; i++) counts[(flagged[i] ? 2 : 0) + (isAttack[i] ? 1 : 0)]++;
        return new ConfusionMatrix(counts[3], counts[2], counts[0], counts[1]);
    }

    /// <summary>Counts what flagging every score above <paramref name="threshold"/> gives.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or a score is NaN.</exception>
    public static ConfusionMatrix FromScores(ReadOnlySpan<double> scores, ReadOnlySpan<bool> isAttack, Threshold threshold) =>
        FromDecisions(Require.Given(threshold).AreAnomalies(scores), isAttack);

    /// <summary>The four counts, with rates below, as an HTML table.</summary>
    public string ToHtml() => HtmlTable.FromRows(["", "flagged", "passed"],
        [["attacks", TruePositives, FalseNegatives], ["normals", FalsePositives, TrueNegatives]])
        .WithNote(string.Create(CultureInfo.InvariantCulture,
            $"recall {Recall:F4}, false-positive rate {FalsePositiveRate:F4}, precision {Precision:F4}, F1 {F1:F4}, "
                + $"accuracy {Accuracy:F4}"))
        .ToHtml();

    /// <summary>Counts and rates in one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"TP {TruePositives:N0}, FP {FalsePositives:N0}, TN {TrueNegatives:N0}, FN {FalseNegatives:N0}: accuracy {Accuracy:F4}, "
            + $"precision {Precision:F4}, recall {Recall:F4}, F1 {F1:F4}, false-positive rate {FalsePositiveRate:F4}");

    private static double ZeroIfEmpty(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
