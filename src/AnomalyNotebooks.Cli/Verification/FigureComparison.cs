using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Cli.Verification;

/// <summary>Compares figures by what they show: names and numbers of their traces. Colours and layout may change.</summary>
internal static class FigureComparison
{
    private static readonly string[] Shown = ["name", "type", "x", "y", "z", "text", "labels", "values", "lowerfence", "q1", "median", "q3", "upperfence", "mean"];

    /// <summary>The figure's title, without markup.</summary>
    public static string Title(JsonNode figure)
    {
        JsonNode? title = figure["layout"]?["meta"]?["title"] ?? figure["layout"]?["title"]?["text"];
        return title?.GetValueKind() == JsonValueKind.String ? $"figure '{title.GetValue<string>()}'" : "figure";
    }

    /// <summary>What differs, in words; null where nothing does.</summary>
    public static string? Compare(JsonNode was, JsonNode now)
    {
        var a = was["data"] as JsonArray ?? [];
        var b = now["data"] as JsonArray ?? [];
        if (a.Count != b.Count) return string.Create(CultureInfo.InvariantCulture, $"{a.Count} traces became {b.Count}");
        for (int i = 0; i < a.Count; i++)
        {
            foreach (string key in Shown)
            {
                var tally = new Tally();
                Compare(a[i]?[key], b[i]?[key], tally);
                if (tally.Different == 0) continue;
                string name = (string?)b[i]?["name"] is { Length: > 0 } text ? $"'{text}'" : string.Create(CultureInfo.InvariantCulture, $"trace {i + 1}");
                return string.Create(CultureInfo.InvariantCulture, $"{name}: {tally.Different:N0} of {tally.Total:N0} values of {key} moved{(tally.Largest > 0 ? string.Create(CultureInfo.InvariantCulture, $", by at most {tally.Largest:G3}") : "")}");
            }
        }

        return null;
    }

    private static void Compare(JsonNode? was, JsonNode? now, Tally tally)
    {
        if (was is JsonArray a && now is JsonArray b)
        {
            for (int i = 0; i < Math.Max(a.Count, b.Count); i++) Compare(i < a.Count ? a[i] : null, i < b.Count ? b[i] : null, tally);
            return;
        }

        tally.Total++;
        if (JsonNode.DeepEquals(was, now)) return;
        tally.Different++;
        if (was?.GetValueKind() == JsonValueKind.Number && now?.GetValueKind() == JsonValueKind.Number)
            tally.Largest = Math.Max(tally.Largest, Math.Abs(was.GetValue<double>() - now.GetValue<double>()));
    }

    private sealed class Tally
    {
        public int Total { get; set; }

        public int Different { get; set; }

        public double Largest { get; set; }
    }
}
