using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Evaluating;

namespace AnomalyNotebooks.Cli.Documentation;

/// <summary>The tables of speeds: what <c>anomaly bench --json</c> has saved; one of growth, where it shows how a cost grows.</summary>
internal static class SpeedTable
{
    /// <summary>The tables in Markdown.</summary>
    /// <param name="json"><c>{provenance, peers, rows: [{name, unit, ours, peer, ratio, flows}]}</c>, or the rows alone, as files of
    /// before say nothing of where they came from; peer and ratio are null where there is no peer, flows is there in rows of growth
    /// alone.</param>
    /// <param name="brief">Whether only what a peer was measured beside is shown, else every row and how costs grow.</param>
    public static string Markdown(string json, bool brief)
    {
        JsonNode root = JsonNode.Parse(json)!;
        RunStamp? stamp = root is JsonObject ? RunStamp.Read(root["provenance"]!) : null;
        JsonNode[] rows = [.. (root as JsonArray ?? root["rows"]!.AsArray()).OfType<JsonNode>()
            .Where(row => !brief || row["ratio"] is not null)];
        var table = new StringBuilder(stamp is null ? "" : $"{stamp}; {stamp.Machine}.");
        if (root is JsonObject && root["peers"] is JsonArray { Count: > 0 } peers) table.Append($" Peers: {string.Join("; ", peers)}.");
        table.Append(stamp is null ? "" : "\n\n").Append("| what | unit | ours | peer | ratio |\n| --- | --- | ---: | ---: | ---: |\n");
        foreach (JsonNode row in rows.Where(row => row["flows"] is null))
            table.Append("| ").Append((string?)row["name"]).Append(" | ").Append((string?)row["unit"]).Append(" | ")
                .Append(Number((double?)row["ours"])).Append(" | ").Append(Number((double?)row["peer"])).Append(" | ")
                    .Append(Number((double?)row["ratio"])).Append(" |\n");
        AppendGrowth(table, [.. rows.Where(row => row["flows"] is not null)]);
        return table.ToString();
    }

    // A column for each number of flows; empty where a size was left out.
    private static void AppendGrowth(StringBuilder table, JsonNode[] rows)
    {
        int[] sizes = [.. rows.Select(row => (int)row["flows"]!).Distinct().Order()];
        if (sizes.Length == 0) return;
        table.Append("\n| with so many flows | unit |").AppendJoin("", sizes.Select(size =>
            string.Create(CultureInfo.InvariantCulture, $" {size:N0} |")));
        table.Append("\n| --- | --- |").AppendJoin("", sizes.Select(_ => " ---: |")).Append('\n');
        foreach (IGrouping<string, JsonNode> cost in rows.GroupBy(row => (string)row["name"]!, StringComparer.Ordinal))
            table.Append("| ").Append(cost.Key).Append(" | ").Append((string?)cost.First()["unit"]).Append(" |").AppendJoin("",
                sizes.Select(size => $" {Number((double?)cost.FirstOrDefault(row => (int)row["flows"]! == size)?["ours"])} |"))
                    .Append('\n');
    }

    private static string Number(double? value) => value switch
    {
        null => "",
        >= 100 => value.Value.ToString("#,0", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("G3", CultureInfo.InvariantCulture),
    };
}
