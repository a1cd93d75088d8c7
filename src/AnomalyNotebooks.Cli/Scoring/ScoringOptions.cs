using System.CommandLine;

namespace AnomalyNotebooks.Cli.Scoring;

/// <summary>What the commands that fit and use saved detectors have in common.</summary>
internal static class ScoringOptions
{
    /// <summary>The saved detector.</summary>
    public static Option<string> Model() =>
        new("--model") { Description = "The saved detector (anomaly fit writes one).", HelpName = "file", Required = true };

    /// <summary>Which flows are normal.</summary>
    public static Option<string?> Normal() => new("--normal")
    {
        Description = "Which flows are normal, such as \"label == 'Benign'\" or \"proto == 'tcp' and spkts > 1\". Default: what the "
            + "schema says of its labels; all where there are none.",
        HelpName = "condition",
    };

    /// <summary>The normal flows of a file.</summary>
    /// <exception cref="AnomalyException">It cannot be read, or has none.</exception>
    public static NormalFlows Normals(string path, FlowSchema? schema, string? condition)
    {
        FlowFilter? filter = condition is null ? null : new FlowFilter(condition);
        FlowTable flows = FlowBatches.All(path, schema);
        foreach (string warning in flows.Warnings) Console.Error.WriteLine($"warning: {SafeText.Plain(warning)}");
        if (filter is not null) return filter.Normals(flows);
        if (flows.Schema.LabelColumns.Count == 0)
            Console.Error.WriteLine("note: the flows have no labels; all of them are taken as normal.");
        return NormalFlows.Of(flows);
    }
}
