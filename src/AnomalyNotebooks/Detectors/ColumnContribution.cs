using System.Globalization;

namespace AnomalyNotebooks;

/// <summary>The part of one column (or group of columns) of a flow in its score.</summary>
/// <param name="Column">The column's name; names with commas between for a group.</param>
/// <param name="Value">The flow's value or values, as text.</param>
/// <param name="Contribution">How much it adds to the score.</param>
public sealed record ColumnContribution(string Column, string Value, double Contribution)
{
    /// <summary>Column, value and part.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Column} = {Value}: {Contribution:+0.###;-0.###;0}");
}
