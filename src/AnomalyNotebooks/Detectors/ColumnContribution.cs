using System.Globalization;

namespace AnomalyNotebooks;

/// <summary>The part of one column of a flow in its score.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Value">The flow's value, as text.</param>
/// <param name="Expected">The value that was expected there, as text.</param>
/// <param name="Contribution">How far the score falls when the column is set to what is expected.</param>
public sealed record ColumnContribution(string Column, string Value, string Expected, double Contribution)
{
    /// <summary>Column, value, expectation and part.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Column} = {Value} (expected {Expected}): {Contribution:+0.###;-0.###;0}");
}
