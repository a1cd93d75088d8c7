namespace AnomalyNotebooks.Cli.Scoring;

/// <summary>Flows of a file (standard input for <c>-</c>), as a whole or batch by batch.</summary>
internal static class FlowBatches
{
    private const int RowsAtOnce = 8192;

    /// <summary>All flows of a file.</summary>
    /// <exception cref="AnomalyException">It cannot be read.</exception>
    public static FlowTable All(string path, FlowSchema? schema) =>
        schema is null || schema == FlowSchema.UnswNb15 ? FlowSource.Load(path) : throw new AnomalyException($"Flows of the schema '{schema.Name}' cannot be read yet.");

    /// <summary>The flows of a file, some at a time, each with the share of the file that is read then (NaN where nobody knows).</summary>
    /// <exception cref="AnomalyException">It cannot be read.</exception>
    public static IEnumerable<(FlowTable Flows, double Share)> Read(string path, FlowSchema? schema)
    {
        FlowTable all = All(path, schema);
        for (int first = 0; first < all.Count; first += RowsAtOnce)
        {
            int end = Math.Min(all.Count, first + RowsAtOnce);
            yield return (all.Take([.. Enumerable.Range(first, end - first)]), (double)end / all.Count);
        }
    }
}
