namespace AnomalyNotebooks;

/// <summary>One recorded result.</summary>
/// <param name="Name">Its name, unique within a notebook.</param>
/// <param name="Value">A number (<see cref="double"/> or <see cref="long"/>) or a text.</param>
/// <param name="Tolerance">The absolute difference within which another run's value counts as the same; 0 asks for the same bits.</param>
public sealed record Result(string Name, object Value, double Tolerance);
