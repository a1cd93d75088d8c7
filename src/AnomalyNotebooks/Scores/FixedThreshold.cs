namespace AnomalyNotebooks;

/// <summary>A threshold whose value is known already: read from a saved model, or chosen by hand.</summary>
internal sealed class FixedThreshold : Threshold
{
    /// <summary>Wraps a value.</summary>
    /// <param name="value">The highest score that still counts as normal.</param>
    /// <param name="description">How the value was obtained.</param>
    /// <param name="targetFalsePositiveRate">The false-positive rate it was asked for; null if none.</param>
    public FixedThreshold(double value, string description = "a fixed value", double? targetFalsePositiveRate = null)
        : base(value, description, targetFalsePositiveRate)
    {
        if (double.IsNaN(value)) throw new ArgumentException("A threshold must be a number.", nameof(value));
    }
}
