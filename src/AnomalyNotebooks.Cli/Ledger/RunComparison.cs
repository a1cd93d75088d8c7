using System.Globalization;
using System.Text.Json;

namespace AnomalyNotebooks.Cli.Ledger;

/// <summary>What is different about two runs.</summary>
internal static class RunComparison
{
    /// <summary>A setting, or a result, that differs.</summary>
    /// <param name="Kind">about, setting or result.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="First">Its value in the first run; empty where that has none.</param>
    /// <param name="Second">Its value in the second.</param>
    /// <param name="Change">The second less the first, where both are numbers.</param>
    public sealed record Row(string Kind, string Name, string First, string Second, double? Change);

    /// <summary>All that differs: what ran on what first, then settings, then results; times of a run always.</summary>
    public static IReadOnlyList<Row> Of(LedgerEntry first, LedgerEntry second)
    {
        Row[] about =
        [
            new("about", "command", first.Command, second.Command, null),
            new("about", "ended", first.Ending, second.Ending, null),
            new("about", "commit", Sources(first), Sources(second), null),
            new("about", "data", first.Data, second.Data, null),
            new("about", "flows", Short(first.Fingerprint), Short(second.Fingerprint), null),
        ];
        return [.. about.Where(row => row.First != row.Second), .. Values("setting", first.Settings, second.Settings),
            .. Values("result", first.Results, second.Results),
            new Row("time", "seconds", Seconds(first), Seconds(second), second.Seconds - first.Seconds)];
    }

    /// <summary>How many results both runs have, and how many of these are equal, bit for bit.</summary>
    public static (int Common, int Equal) Agreement(LedgerEntry first, LedgerEntry second)
    {
        string[] common = [.. first.Results.Keys.Intersect(second.Results.Keys, StringComparer.Ordinal)];
        return (common.Length, common.Count(name => first.Results[name] == second.Results[name]));
    }

    private static IEnumerable<Row> Values(string kind, SortedDictionary<string, string> first, SortedDictionary<string, string> second) =>
        first.Keys.Union(second.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Where(name => first.GetValueOrDefault(name) != second.GetValueOrDefault(name))
            .Select(name => new Row(kind, name, Shown(first.GetValueOrDefault(name)), Shown(second.GetValueOrDefault(name)),
                Number(second.GetValueOrDefault(name)) - Number(first.GetValueOrDefault(name))));

    /// <summary>A value as people read it.</summary>
    public static string Shown(string? json) => json is null ? ""
        : Number(json) is { } number ? number.ToString(Math.Abs(number) < 1e6 ? "0.######" : "G7", CultureInfo.InvariantCulture)
        : JsonElement.Parse(json) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : json;

    private static double? Number(string? json) => json is not null && JsonElement.Parse(json) is { ValueKind: JsonValueKind.Number } number
        ? number.GetDouble() : null;

    private static string Sources(LedgerEntry entry) => $"{Short(entry.Commit ?? "unknown")}{(entry.IsClean == false ? ", changed" : "")}";

    private static string Short(string hash) => hash.Length > 12 ? hash[..12] : hash;

    private static string Seconds(LedgerEntry entry) => entry.Seconds.ToString("0.0", CultureInfo.InvariantCulture);
}
