using System.Globalization;

namespace AnomalyNotebooks;

/// <summary>A measure of how well scores part attacks from normals, without a threshold of their own.</summary>
internal sealed class DetectionMetric
{
    private readonly Func<RankedScores, double> measure;

    private DetectionMetric(string name, Func<RankedScores, double> measure)
    {
        Name = name;
        this.measure = measure;
    }

    /// <summary>Area under the ROC curve.</summary>
    public static DetectionMetric Auroc { get; } = new("AUROC", ranked => ranked.Auroc());

    /// <summary>A short name for tables.</summary>
    public string Name { get; }

    /// <summary>Average precision, at a share of attacks of <paramref name="prevalence"/> (null: as in the scores).</summary>
    public static DetectionMetric AveragePrecision(double? prevalence = null)
    {
        if (prevalence is { } share) ScoreArrays.RequireShare(share, nameof(prevalence));
        return new DetectionMetric(
            prevalence is { } given ? string.Create(CultureInfo.InvariantCulture, $"AP at {given * 100:G4} % attacks") : "AP",
            ranked => ranked.AveragePrecision(prevalence));
    }

    /// <summary>The share of attacks found while flagging at most <paramref name="falsePositiveRate"/> of the normals.</summary>
    public static DetectionMetric TprAt(double falsePositiveRate) => new(
        string.Create(CultureInfo.InvariantCulture, $"TPR at {falsePositiveRate * 100:G4} % FPR"),
        ranked => ranked.TprAt(falsePositiveRate));

    /// <summary>The measure of scores with a label each.</summary>
    /// <exception cref="AnomalyException">No normals, or no attacks.</exception>
    /// <exception cref="ArgumentException">Lengths differ, or a score is NaN or infinite.</exception>
    public double Evaluate(ReadOnlySpan<double> scores, ReadOnlySpan<bool> isAttack) => Of(RankedScores.Of(scores, isAttack));

    /// <summary>Its name.</summary>
    public override string ToString() => Name;

    internal double Of(RankedScores ranked) => measure(ranked);
}
