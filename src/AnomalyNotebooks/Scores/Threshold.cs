using System.Globalization;

namespace AnomalyNotebooks;

/// <summary>A fitted decision: scores above <see cref="Value"/> are anomalies. Immutable.</summary>
[TypeFormatterSource]
public abstract class Threshold : IRichOutput
{
    private protected Threshold(double value, string description, double? targetFalsePositiveRate = null, bool usesLabels = false)
    {
        Value = value;
        Description = description;
        TargetFalsePositiveRate = targetFalsePositiveRate;
        UsesLabels = usesLabels;
    }

    /// <summary>The highest score that still counts as normal, in the detector's unit.</summary>
    public double Value { get; }

    /// <summary>How the value was obtained, in one sentence.</summary>
    public string Description { get; }

    /// <summary>The share of normal flows that was asked to be flagged, 0 to 1; null where the method asks for none.</summary>
    public double? TargetFalsePositiveRate { get; }

    /// <summary>Whether attack scores entered. Such a threshold cannot be had in operation, and its results are optimistic.</summary>
    public bool UsesLabels { get; }

    /// <summary>Whether <paramref name="score"/> lies above the threshold.</summary>
    /// <exception cref="ArgumentException">The score is NaN: it says nothing either way.</exception>
    public bool IsAnomaly(double score) => double.IsNaN(score)
        ? throw new ArgumentException("A score that is not a number can be called neither normal nor anomalous.", nameof(score))
        : score > Value;

    /// <summary><see cref="IsAnomaly(double)"/> for each score.</summary>
    public bool[] AreAnomalies(ReadOnlySpan<double> scores)
    {
        var flags = new bool[scores.Length];
        for (int i = 0; i < flags.Length; i++) flags[i] = IsAnomaly(scores[i]);
        return flags;
    }

    /// <summary>The value and how it was obtained.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value:G6} ({Description})");

    /// <summary>The value, how it was obtained and what it asked for, as an HTML table.</summary>
    public string ToHtml() => HtmlTable.Facts(
        ("scores above this are anomalies", Value),
        ("how", Description),
        ("share of normals asked to be flagged", TargetFalsePositiveRate),
        ("uses attack labels", UsesLabels)).ToHtml();

    private protected static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
