namespace AnomalyNotebooks;

/// <summary>Which steps, one after the other, make features of which columns. Every step of the usual kinds treats each column by itself.</summary>
public sealed record FeatureRecipe
{
    /// <summary>Sends <paramref name="columns"/> through <paramref name="steps"/>; without steps, numbers are taken as they are.</summary>
    /// <exception cref="AnomalyException">No column, a column twice, or a label among them.</exception>
    public FeatureRecipe(IReadOnlyList<string> columns, IReadOnlyList<FeatureStep> steps)
        : this(columns, steps, readsLabels: false)
    {
    }

    private FeatureRecipe(IReadOnlyList<string> columns, IReadOnlyList<FeatureStep> steps, bool readsLabels)
    {
        if (columns.Count == 0) throw new AnomalyException("A feature recipe needs at least one column.");
        string? twice = columns.GroupBy(column => column).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null) throw new AnomalyException($"A feature recipe names the column '{twice}' twice.");
        string? label = columns.FirstOrDefault(LabelColumns.Contains);
        if (label is not null && !readsLabels) throw LabelColumns.Refused(label);

        Columns = [.. columns];
        Steps = [.. steps];
        ReadsLabels = readsLabels;
    }

    /// <summary>The columns of the flow table that are read.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The steps, in the order they are applied.</summary>
    public IReadOnlyList<FeatureStep> Steps { get; }

    /// <summary>Whether a label is among the columns (see <see cref="FeaturePipeline.WithLeakedLabels"/>).</summary>
    public bool ReadsLabels { get; }

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

    internal static FeatureRecipe OfLabel(string label, params IReadOnlyList<FeatureStep> steps) => new([label], steps, readsLabels: true);

    /// <summary>The recipe without some columns; null when nothing remains.</summary>
    internal FeatureRecipe? Without(IReadOnlySet<string> columns)
    {
        string[] kept = [.. Columns.Where(column => !columns.Contains(column))];
        FeatureStep?[] steps = [.. Steps.Select(step => step.Without(columns))];
        return kept.Length == 0 || steps.Contains(null) ? null : new FeatureRecipe(kept, steps!, ReadsLabels);
    }

    /// <summary>One recipe for each column where the steps allow it, so that fitting holds few columns at a time.</summary>
    internal IEnumerable<FeatureRecipe> ByColumn() => Steps.All(step => step.IsColumnwise)
        ? Columns.Select(column => new FeatureRecipe([column], Steps, ReadsLabels))
        : [this];
}
