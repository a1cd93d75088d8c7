using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Cli.Evaluating;

/// <summary>
/// The log of every time that the final half of the attacks was scored, kept in the repository. <c>anomaly evaluate --half final</c> adds
/// its line before it scores, so that a run that is broken off or thrown away is counted too.
/// </summary>
internal static class FinalHalfLog
{
    /// <summary>Where the log stands in a repository.</summary>
    public static string In(string root) => Path.Combine(root, "data", "results", "final-half.log.json");

    /// <summary>Adds a line. Generated flows have no final half worth keeping: nothing is written for them.</summary>
    /// <exception cref="AnomalyException">There is no repository around the current folder, or its log is damaged.</exception>
    public static void Add(string root, Provenance run, string? part)
    {
        if (run.Data.IsSynthetic) return;
        string path = In(root);
        JsonArray log = File.Exists(path) ? Parse(File.ReadAllText(path), path) : [];
        log.Add(new JsonObject
        {
            ["date"] = run.Date,
            ["commit"] = run.Commit,
            ["clean"] = run.IsClean,
            ["data"] = run.Data.Title,
            ["fingerprint"] = run.Data.Fingerprint,
            ["detectors"] = new JsonArray([.. run.Detectors.Select(name => (JsonNode)JsonValue.Create(name))]),
            ["protocols"] = new JsonArray([.. run.Protocols.Select(name => (JsonNode)JsonValue.Create(name))]),
            ["ttl"] = run.Ttl,
            ["seeds"] = run.Seeds.Count,
            ["part"] = part,
        });
        AtomicFile.WriteText(path, log.ToJsonString(JsonFile.Readable) + "\n");
    }

    /// <summary>The README's sentence about it.</summary>
    public static string Sentence(string root)
    {
        string path = In(root);
        JsonArray log = File.Exists(path) ? Parse(File.ReadAllText(path), path) : [];
        if (log.Count == 0) return "The final half, as it is drawn now, has not been scored yet.";
        string[] times = [.. log.Select(line => string.Create(CultureInfo.InvariantCulture,
            $"{(string?)line!["date"]} (commit "
                + $"{((string?)line["commit"])?[..12] ?? "unknown"}{((bool?)line["clean"] == false ? " with changes" : "")}: "
                + $"{Names(line["detectors"], "detector")}, "
                + $"{Names(line["protocols"], "protocol")}"
                + $"{((bool?)line["ttl"] == false ? ", no TTL" : "")}{((string?)line["part"] is { } part ? $", part {part}" : "")})"))];
        return $"The final half, as it is drawn now, has been scored {times.Length} time{(times.Length == 1 ? "" : "s")}: "
            + $"{string.Join("; ", times)}.";
    }

    private static string Names(JsonNode? names, string what) => names!.AsArray().Count is var count && count > 1
        ? $"{count.ToString(CultureInfo.InvariantCulture)} {what}s"
        : (string)names[0]!;

    private static JsonArray Parse(string json, string path)
    {
        try
        {
            return JsonNode.Parse(json)!.AsArray();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new AnomalyException($"{path} is damaged: {error.Message} Restore it from git; it must not lose a line.", error);
        }
    }
}
