using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Cli.Verification;

/// <summary>
/// Compares figures in everything they say: traces, titles, axes, lines and areas drawn over them, labels, summaries, colours. The same
/// code on the same data writes the same figure, so that any difference is one.
/// </summary>
internal static class FigureComparison
{
    /// <summary>The figure's title, without markup.</summary>
    public static string Title(JsonNode figure) =>
        (Text(At(At(At(figure, "layout"), "meta"), "title")) ?? Text(At(At(At(figure, "layout"), "title"), "text"))) is { } title
            ? $"figure '{title}'" : "figure";

    /// <summary>What differs, in words; null where nothing does.</summary>
    public static string? Compare(JsonNode was, JsonNode now)
    {
        JsonArray a = At(was, "data") as JsonArray ?? [], b = At(now, "data") as JsonArray ?? [];
        if (a.Count != b.Count) return string.Create(CultureInfo.InvariantCulture, $"{a.Count} traces became {b.Count}");
        for (int i = 0; i < a.Count; i++)
        {
            string name = Text(At(b[i], "name")) is { Length: > 0 } text ? $"'{text}'"
                : string.Create(CultureInfo.InvariantCulture, $"trace {i + 1}");
            if (First(a[i], b[i]) is { } difference) return $"{name}: {difference}";
        }

        foreach (string part in Keys(was, now).Where(key => key != "data"))
            if (Difference(At(was, part), At(now, part), part) is { } difference) return difference;
        return null;
    }

    private static string? First(JsonNode? was, JsonNode? now) => was is JsonObject && now is JsonObject
        ? Keys(was, now).Select(key => Difference(At(was, key), At(now, key), key)).FirstOrDefault(found => found is not null)
        : Difference(was, now, "its content");

    /// <summary>Lists of numbers are counted; of objects, the innermost part that differs is named.</summary>
    private static string? Difference(JsonNode? was, JsonNode? now, string path)
    {
        if (JsonNode.DeepEquals(was, now)) return null;
        if (was is JsonObject && now is JsonObject)
            return Keys(was, now).Select(key => Difference(At(was, key), At(now, key), $"{path}.{key}")).First(found => found is not null);
        if (was is JsonArray { Count: var count } listed && now is JsonArray other && count == other.Count
            && listed.All(item => item is JsonObject))
            return Enumerable.Range(0, count)
                .Select(i => Difference(listed[i], other[i], string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"))).First(found =>
                found is not null);
        if (was is not JsonArray && now is not JsonArray) return $"{path} was {Shown(was)}, is {Shown(now)}";

        var tally = new Tally();
        Count(was, now, tally);
        string by = tally.Largest > 0 ? string.Create(CultureInfo.InvariantCulture, $", by at most {tally.Largest:G3}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{tally.Different:N0} of {tally.Total:N0} values of {path} moved{by}");
    }

    private static void Count(JsonNode? was, JsonNode? now, Tally tally)
    {
        if (was is JsonArray a && now is JsonArray b)
        {
            for (int i = 0; i < Math.Max(a.Count, b.Count); i++) Count(i < a.Count ? a[i] : null, i < b.Count ? b[i] : null, tally);
            return;
        }

        tally.Total++;
        if (JsonNode.DeepEquals(was, now)) return;
        tally.Different++;
        if (was?.GetValueKind() == JsonValueKind.Number && now?.GetValueKind() == JsonValueKind.Number)
            tally.Largest = Math.Max(tally.Largest, Math.Abs(was.GetValue<double>() - now.GetValue<double>()));
    }

    private static IEnumerable<string> Keys(JsonNode? was, JsonNode? now) =>
        ((was as JsonObject) ?? []).Concat((now as JsonObject) ?? []).Select(pair => pair.Key).Distinct(StringComparer.Ordinal);

    private static JsonNode? At(JsonNode? node, string key) => (node as JsonObject)?[key];

    private static string? Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;

    private static string Shown(JsonNode? node) => node is null ? "not there" : Text(node) is { } text ? $"'{text}'" : node.ToJsonString();

    private sealed class Tally
    {
        public int Total { get; set; }

        public int Different { get; set; }

        public double Largest { get; set; }
    }
}
