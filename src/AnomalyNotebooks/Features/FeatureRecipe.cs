namespace AnomalyNotebooks;

/// <summary>Which steps, one after the other, make features of which columns. Every step of the usual kinds treats each column by
/// itself.</summary>
internal sealed record FeatureRecipe
{
    // Columns that are fitted together: few, so that fitting does not hold a copy of the whole table.
    private const int Together = 4;

    /// <summary>Sends <paramref name="columns"/> through <paramref name="steps"/>; without steps, numbers are taken as they are.</summary>
    /// <exception cref="AnomalyException">No column, or a column twice.</exception>
    public FeatureRecipe(IReadOnlyList<string> columns, IReadOnlyList<FeatureStep> steps)
    {
        if (columns.Count == 0) throw new AnomalyException("A feature recipe needs at least one column.");
        string? twice = columns.GroupBy(column => column).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null) throw new AnomalyException($"A feature recipe names the column '{twice}' twice.");
        Columns = [.. columns];
        Steps = [.. steps];
    }

    /// <summary>The columns of the flow table that are read.</summary>
    public IReadOnlyList<string> Columns { get; private init; }

    /// <summary>The steps, in the order they are applied.</summary>
    public IReadOnlyList<FeatureStep> Steps { get; private init; }

    /// <summary>Whether a label is among the columns (see <see cref="FeaturePipeline.WithLeakedLabels"/>).</summary>
    public bool ReadsLabels { get; internal init; }

    /// <inheritdoc/>
    public bool Equals(FeatureRecipe? other) =>
        other is not null && Columns.SequenceEqual(other.Columns) && Steps.SequenceEqual(other.Steps);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (string column in Columns) hash.Add(column);
        foreach (FeatureStep step in Steps) hash.Add(step);
        return hash.ToHashCode();
    }

    /// <summary>The recipe without some columns; null when nothing remains.</summary>
    internal FeatureRecipe? Without(IReadOnlySet<string> columns)
    {
        string[] kept = [.. Columns.Where(column => !columns.Contains(column))];
        return kept.Length == 0 ? null : this with { Columns = kept, Steps = [.. Steps.Select(step => step.Without(columns))] };
    }

    /// <summary>Recipes of a few columns each where the steps allow it.</summary>
    internal IEnumerable<FeatureRecipe> Parts() => Steps.All(step => step.IsColumnwise)
        ? Columns.Chunk(Together).Select(columns => this with { Columns = columns })
        : [this];
}
