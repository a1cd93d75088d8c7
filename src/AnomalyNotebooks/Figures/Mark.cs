namespace AnomalyNotebooks;

/// <summary>A line across a chart at one value, such as a threshold.</summary>
/// <param name="At">Where.</param>
/// <param name="Text">What it is.</param>
public sealed record Mark(double At, string Text)
{
    /// <summary>A colour of <see cref="Palette"/>.</summary>
    public string Color { get; init; } = Theme.Text;
}
