using System.Globalization;

namespace AnomalyNotebooks;

/// <summary>The part of one feature in one row's score.</summary>
/// <param name="Feature">Name of the feature.</param>
/// <param name="Value">Its value in the row.</param>
/// <param name="Expected">The value the detector would have expected.</param>
/// <param name="Contribution">How much it adds to the score.</param>
public sealed record FeatureContribution(string Feature, float Value, float Expected, float Contribution)
{
    /// <summary>The feature, its value, what was expected, and its part.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Feature} = {Value:G4} (expected {Expected:G4}): {Contribution:+0.###;-0.###;0}");
}
