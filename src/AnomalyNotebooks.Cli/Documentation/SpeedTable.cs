using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Cli.Documentation;

/// <summary>The table of speeds: what <c>anomaly bench --json</c> has saved.</summary>
internal static class SpeedTable
{
    /// <summary>The table in Markdown.</summary>
    /// <param name="json">A list of <c>{name, unit, ours, peer, ratio}</c>; peer and ratio are null where there is no peer.</param>
    public static string Markdown(string json)
    {
        var table = new StringBuilder("| what | unit | ours | peer | ratio |\n| --- | --- | ---: | ---: | ---: |\n");
        foreach (JsonNode? row in JsonNode.Parse(json)!.AsArray())
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
