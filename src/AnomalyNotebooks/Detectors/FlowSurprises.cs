namespace AnomalyNotebooks;

/// <summary>What to be surprised by in a flow, by the rules of its schema.</summary>
internal static class FlowSurprises
{
    /// <summary>Counts the surprises of a view of flows (<see cref="FlowParts.View"/>).</summary>
    public static SurpriseCounts Count(FlowSchema schema, FeatureMatrix view, CancellationToken cancellation = default) =>
        new(Plan(schema, view.Names), view.Rows, SurpriseTable.Reader(view), cancellation);

    /// <summary>Reads what <see cref="SurpriseTable.ToBytes"/> wrote of surprises counted on such parts.</summary>
    public static SurpriseTable Read(FlowParts parts, byte[] bytes) => new(Plan(parts.Schema, parts.ViewNames), bytes);

    private static SurprisePlan Plan(FlowSchema schema, IReadOnlyList<string> columns)
    {
        var plan = new SurprisePlan(columns)
        {
            Continuous = schema.Features.Where(column => column.IsMeasured).ToDictionary(column => column.Name, column =>
                column.Scale, StringComparer.Ordinal),
            IsCounter = Counters(schema).Contains,
        };
        foreach (FlowRelation chain in Chains(schema, columns)) plan.Add(chain);
        return plan;
    }

    /// <summary>Columns that count earlier flows, and differences of two such.</summary>
    private static HashSet<string> Counters(FlowSchema schema)
    {
        HashSet<string> counters = [.. schema.WithRole(ColumnRole.WindowCounter)];
        return [.. counters, .. schema.Rules.Comparisons
            .Where(rule => rule.Formula == FlowFormula.Difference && rule.Inputs.All(counters.Contains)).Select(rule => rule.Column)];
    }

    // Every column by itself, given the context, and given the context and the main size; then what the schema names.
    private static IEnumerable<FlowRelation> Chains(FlowSchema schema, IReadOnlyList<string> columns)
    {
        FlowRules rules = schema.Rules;
        HashSet<string> shares = [.. rules.Derivations.Where(rule => rule.Formula == FlowFormula.Interval).Select(rule => rule.Part!),
            .. rules.Comparisons.Where(rule => rule.Formula == FlowFormula.Share).Select(rule => rule.Column)];
        foreach (string column in columns.Where(column => !shares.Contains(column)))
        {
            yield return new FlowRelation([column], rules.Context.Count == 0 || rules.Context.Contains(column) ? []
                : column == rules.MainSize || rules.MainSize is not { } size ? [rules.Context]
                : [rules.Context, [.. rules.Context, size]]);
        }

        foreach (FlowRelation relation in rules.Relations) yield return relation;
    }
}
