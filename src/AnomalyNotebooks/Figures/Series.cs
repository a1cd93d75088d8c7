namespace AnomalyNotebooks;

/// <summary>Points of a line or a scatter, under one name.</summary>
/// <param name="Name">As the legend says it.</param>
/// <param name="X">Abscissae.</param>
/// <param name="Y">Ordinates, as many as abscissae; NaN leaves a gap.</param>
public sealed record Series(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>Values at 1, 2, 3, ..., such as one per epoch.</summary>
    public Series(string name, IReadOnlyList<double> y)
        : this(name, [.. Enumerable.Range(1, y.Count).Select(i => (double)i)], y)
    {
    }

    /// <summary>A colour of <see cref="Palette"/>; by default the next of its sequence.</summary>
    public string? Color { get; init; }

    /// <summary>Whether a line is dashed.</summary>
    public bool Dashed { get; init; }

    /// <summary>Per point what hovering adds; null for nothing.</summary>
    public IReadOnlyList<string>? Hover { get; init; }
}
