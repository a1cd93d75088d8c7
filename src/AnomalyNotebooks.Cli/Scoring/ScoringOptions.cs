using System.CommandLine;
using System.Globalization;

namespace AnomalyNotebooks.Cli.Scoring;

/// <summary>What the commands that fit and use saved detectors have in common.</summary>
internal static class ScoringOptions
{
    /// <summary>Normals of a file that are kept at most unless told otherwise: four fifths of them are four times what a detector is fitted
    /// on, and the others set thresholds for rates down to 1 in 50,000.</summary>
    public const int MostNormals = 250_000;

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

    /// <summary>The normal flows of a file, or of more of them a sample by the seed, taken while the file is read: it may be of any
    /// length.</summary>
    /// <param name="path">The file, a folder of partition files, or <c>-</c>.</param>
    /// <param name="schema">What its columns are; its beginning tells if none is given.</param>
    /// <param name="condition">Which flows are normal; by their labels if null.</param>
    /// <param name="most">Normals to keep at most.</param>
    /// <param name="seed">Fixes the sample.</param>
    /// <returns>The normals kept, and how many there were.</returns>
    /// <exception cref="AnomalyException">It cannot be read, or has none.</exception>
    public static (NormalFlows Kept, long Of) Normals(string path, FlowSchema? schema, string? condition, int most = MostNormals,
        ulong seed = 1)
    {
        FlowFilter? filter = condition is null ? null : new FlowFilter(condition);
        var reservoir = new FlowReservoir(most, seed, filter is null ? null : filter.Rows);
        using var progress = new RowProgress("reading");
        FlowTable flows = Directory.Exists(path)
            ? FlowFiles.Load(FlowSource.Preferred(FlowSource.Find(path)).Path, FlowSchema.UnswNb15, progress.Add, reservoir)
            : FlowFiles.Load(path, schema, progress.Add, reservoir);
        progress.Dispose();
        foreach (string warning in flows.Warnings) Console.Error.WriteLine($"warning: {SafeText.Plain(warning)}");
        if (filter is null && flows.Schema.LabelColumns.Count == 0)
            Console.Error.WriteLine("note: the flows have no labels; all of them are taken as normal.");
        if (reservoir.Normals > most) Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"note: of {reservoir.Normals:N0} normal flows {most:N0} were kept while reading, a sample that the seed draws."));
        if (reservoir.Normals > 0) return (NormalFlows.Of(flows.WithoutAttackNames()), reservoir.Normals);
        string all = reservoir.Flows.ToString("N0", CultureInfo.InvariantCulture);
        throw new AnomalyException(filter is not null
            ? $"--normal: no flow of {all} fulfils it. Look at the values with 'anomaly data info'."
            : $"{SafeText.Plain(path)}: none of the {all} flows is labelled as normal "
                + $"({string.Join(", ", flows.Schema.LabelColumns.Select(SafeText.Plain))}). Say which are by --normal, or in the "
                + "schema's labels.");
    }

    /// <summary>What to say where many flows are of contexts that the fit never met.</summary>
    public static string Warning(UnseenContexts unseen) => string.Create(CultureInfo.InvariantCulture,
        $"warning: {unseen.Share:P1} of the flows are of a context that the fit never met ({unseen.Before:P1} of normal flows before). "
            + $"They are attacks, or normal traffic has changed: then the threshold does not keep its false-positive rate; fit again.");
}
