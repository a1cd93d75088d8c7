namespace AnomalyNotebooks.Cli.Scoring;

/// <summary>Flows of a file (standard input for <c>-</c>).</summary>
internal static class FlowBatches
{
    /// <summary>All flows of a file, or of the partition files in a folder.</summary>
    /// <param name="path">The file.</param>
    /// <param name="schema">What its columns are; its first lines tell if null.</param>
    /// <exception cref="AnomalyException">It cannot be read.</exception>
    public static FlowTable All(string path, FlowSchema? schema) =>
        Directory.Exists(path) ? FlowSource.Load(path) : FlowFiles.Load(path, schema);
}
