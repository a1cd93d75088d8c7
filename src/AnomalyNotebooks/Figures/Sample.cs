namespace AnomalyNotebooks;

/// <summary>Values whose distribution a chart shows, such as the scores of all attacks.</summary>
/// <param name="Name">As the legend says it.</param>
/// <param name="Values">The values, in any order.</param>
public sealed record Sample(string Name, IReadOnlyList<double> Values)
{
    /// <summary>A colour of <see cref="Palette"/>; by default the next of its sequence.</summary>
    public string? Color { get; init; }
}
