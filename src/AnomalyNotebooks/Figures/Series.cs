namespace AnomalyNotebooks;

/// <summary>Points of a line, or values whose distribution a chart shows, under one name.</summary>
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

/// <summary>A line across a chart at one value, such as a threshold.</summary>
/// <param name="At">Where.</param>
/// <param name="Text">What it is.</param>
public sealed record Mark(double At, string Text)
{
    /// <summary>A colour of <see cref="Palette"/>.</summary>
    public string Color { get; init; } = Theme.Text;
}

/// <summary>One panel of a figure that has several on common scales.</summary>
/// <param name="Title">What stands above it.</param>
/// <param name="Series">What is drawn in it.</param>
internal sealed record Panel(string Title, IReadOnlyList<Series> Series);

/// <summary>How the series of a panel are drawn.</summary>
internal enum PanelKind
{
    /// <summary>As lines.</summary>
    Lines,

    /// <summary>As points.</summary>
    Points,

    /// <summary>As filled density curves.</summary>
    Densities,
}
