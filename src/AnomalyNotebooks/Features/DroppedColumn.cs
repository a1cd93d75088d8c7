namespace AnomalyNotebooks;

/// <summary>A column that a correlation filter leaves out.</summary>
/// <param name="Name">The column.</param>
/// <param name="BecauseOf">The earlier column that it goes together with, and that stays.</param>
/// <param name="Correlation">The coefficient of the two.</param>
public sealed record DroppedColumn(string Name, string BecauseOf, double Correlation);
