using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Evaluating;

namespace AnomalyNotebooks.Cli.Documentation;

/// <summary>The table of speeds: what <c>anomaly bench --json</c> has saved.</summary>
internal static class SpeedTable
{
    /// <summary>The table in Markdown.</summary>
    /// <param name="json"><c>{provenance, rows: [{name, unit, ours, peer, ratio}]}</c>, or the rows alone, as files of before say
    /// nothing of where they came from; peer and ratio are null where there is no peer.</param>
    public static string Markdown(string json)
    {
        JsonNode root = JsonNode.Parse(json)!;
        RunStamp? stamp = root is JsonObject ? RunStamp.Read(root["provenance"]!) : null;
        var table = new StringBuilder(stamp is null ? "" : $"{stamp}; {stamp.Machine}.\n\n")
            .Append("| what | unit | ours | peer | ratio |\n| --- | --- | ---: | ---: | ---: |\n");
        foreach (JsonNode? row in (root as JsonArray ?? root["rows"]!.AsArray()))
            table.Append("| ").Append((string?)row!["name"]).Append(" | ").Append((string?)row["unit"]).Append(" | ")
                .Append(Number((double?)row["ours"])).Append(" | ").Append(Number((double?)row["peer"])).Append(" | ")
                    .Append(Number((double?)row["ratio"])).Append(" |\n");
        return table.ToString();
    }

    private static string Number(double? value) => value switch
    {
        null => "",
        >= 100 => value.Value.ToString("#,0", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("G3", CultureInfo.InvariantCulture),
    };
}
