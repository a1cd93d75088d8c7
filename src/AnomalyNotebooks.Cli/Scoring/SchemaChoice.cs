namespace AnomalyNotebooks.Cli.Scoring;

/// <summary>The schema that a user names.</summary>
internal static class SchemaChoice
{
    /// <summary>The schema of that name or file; null for none given.</summary>
    /// <exception cref="AnomalyException">There is none.</exception>
    public static FlowSchema? Of(string? name) => name is null ? null
        : name.Equals(FlowSchema.UnswNb15.Name, StringComparison.OrdinalIgnoreCase) ? FlowSchema.UnswNb15
        : throw new AnomalyException($"There is no schema '{SafeText.Plain(name)}'.");
}
