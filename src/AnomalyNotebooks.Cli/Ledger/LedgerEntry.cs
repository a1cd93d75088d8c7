using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Running;

namespace AnomalyNotebooks.Cli.Ledger;

/// <summary>A line of the ledger: a run of <c>run</c>, <c>evaluate</c> or <c>fit</c>, whether it went well or not.</summary>
/// <param name="Command">The command.</param>
/// <param name="Arguments">What stood behind it.</param>
/// <param name="Started">When it began.</param>
internal sealed record LedgerEntry(string Command, IReadOnlyList<string> Arguments, DateTimeOffset Started)
{
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The sources' commit; null where git does not know.</summary>
    public string? Commit { get; init; }

    /// <summary>Whether the sources were as committed.</summary>
    public bool? IsClean { get; init; }

    /// <summary>The flows, in words; empty where the run failed before it had any.</summary>
    public string Data { get; set; } = "";

    /// <summary>The fingerprint of the flows.</summary>
    public string Fingerprint { get; set; } = "";

    /// <summary>What was chosen, defaults included, by name; values are JSON texts, as numbers keep every bit.</summary>
    public SortedDictionary<string, string> Settings { get; init; } = new(StringComparer.Ordinal);

    /// <summary>What came out, by name.</summary>
    public SortedDictionary<string, string> Results { get; init; } = new(StringComparer.Ordinal);

    /// <summary>How long it took.</summary>
    public double Seconds { get; set; }

    /// <summary>What the program returned.</summary>
    public int ExitCode { get; set; }

    /// <summary>What went wrong; null where nothing did.</summary>
    public string? Error { get; set; }

    /// <summary>How it ended, in a word.</summary>
    public string Ending => ExitCode switch
    {
        Cli.ExitCode.Ok => "ok",
        Cli.ExitCode.Stopped => "stopped",
        Cli.ExitCode.TimedOut => "timed out",
        _ => "failed",
    };

    /// <summary>Notes a setting.</summary>
    public void Set(string name, object? value) => Settings[name] = JsonSerializer.Serialize(value, OneLine);

    /// <summary>Notes a result; one that is not a finite number is noted as a text.</summary>
    public void Got(string name, double value) => Results[name] = double.IsFinite(value)
        ? JsonSerializer.Serialize(value) : JsonSerializer.Serialize(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>The line.</summary>
    public string Write() => new JsonObject
    {
        ["started"] = Started.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
        ["command"] = Command,
        ["arguments"] = new JsonArray([.. Arguments.Select(argument => (JsonNode)JsonValue.Create(argument))]),
        ["exitCode"] = ExitCode,
        ["seconds"] = Math.Round(Seconds, 3),
        ["commit"] = Commit,
        ["clean"] = IsClean,
        ["data"] = Data,
        ["fingerprint"] = Fingerprint,
        ["settings"] = Values(Settings),
        ["results"] = Values(Results),
        ["error"] = Error,
    }.ToJsonString(OneLine);

    /// <summary>Reads a line; null where it is none.</summary>
    public static LedgerEntry? Read(string line)
    {
        try
        {
            JsonNode json = JsonNode.Parse(line)!;
            return new LedgerEntry((string)json["command"]!, [.. json["arguments"]!.AsArray().Select(argument => (string)argument!)],
                DateTimeOffset.Parse((string)json["started"]!, CultureInfo.InvariantCulture))
            {
                ExitCode = (int)json["exitCode"]!,
                Seconds = (double)json["seconds"]!,
                Commit = (string?)json["commit"],
                IsClean = (bool?)json["clean"],
                Data = (string)json["data"]!,
                Fingerprint = (string)json["fingerprint"]!,
                Settings = Values(json["settings"]!),
                Results = Values(json["results"]!),
                Error = (string?)json["error"],
            };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or NullReferenceException
            or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>An entry that begins here and now.</summary>
    public static LedgerEntry Begin(string command, IReadOnlyList<string> arguments)
    {
        SourceState sources = SourceState.Here();
        return new LedgerEntry(command, arguments, DateTimeOffset.Now) { Commit = sources.Commit, IsClean = sources.IsClean };
    }

    private static JsonObject Values(SortedDictionary<string, string> values) =>
        new(values.Select(value => KeyValuePair.Create(value.Key, JsonNode.Parse(value.Value))));

    private static SortedDictionary<string, string> Values(JsonNode json) => new(json.AsObject().ToDictionary(value => value.Key, value =>
        value.Value?.ToJsonString(OneLine) ?? "null"), StringComparer.Ordinal);
}
