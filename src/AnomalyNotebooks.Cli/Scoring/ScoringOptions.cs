using System.CommandLine;
using System.Globalization;

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

    /// <summary>All flows of a file, or of the partition files in a folder; on a terminal it says how far it is.</summary>
    /// <exception cref="AnomalyException">It cannot be read.</exception>
    public static FlowTable Load(string path, FlowSchema? schema)
    {
        using var progress = new RowProgress("reading");
        return Directory.Exists(path) ? FlowSource.Load(path) : FlowFiles.Load(path, schema, progress.Add);
    }

    /// <summary>The normal flows of a file.</summary>
    /// <exception cref="AnomalyException">It cannot be read, or has none.</exception>
    public static NormalFlows Normals(string path, FlowSchema? schema, string? condition)
    {
        FlowFilter? filter = condition is null ? null : new FlowFilter(condition);
        FlowTable flows = Load(path, schema);
        foreach (string warning in flows.Warnings) Console.Error.WriteLine($"warning: {SafeText.Plain(warning)}");
        if (filter is not null) return filter.Normals(flows);
        if (flows.Schema.LabelColumns.Count == 0)
            Console.Error.WriteLine("note: the flows have no labels; all of them are taken as normal.");
        return flows.IsAttack.Contains(false) ? NormalFlows.Of(flows)
            : throw new AnomalyException(string.Create(CultureInfo.InvariantCulture,
                $"{SafeText.Plain(path)}: none of the {flows.Count:N0} flows is labelled as normal "
                    + $"({string.Join(", ", flows.Schema.LabelColumns.Select(SafeText.Plain))}). Say which are by --normal, or in the "
                    + $"schema's labels."));
    }

    /// <summary>What to say where many flows are of contexts that the fit never met.</summary>
    public static string Warning(UnseenContexts unseen) => string.Create(CultureInfo.InvariantCulture,
        $"warning: {unseen.Share:P1} of the flows are of a context that the fit never met ({unseen.Before:P1} of normal flows before). "
            + $"They are attacks, or normal traffic has changed: then the threshold does not keep its false-positive rate; fit again.");
}
