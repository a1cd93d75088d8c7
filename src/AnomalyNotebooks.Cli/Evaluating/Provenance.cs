using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Cli.Evaluating;

/// <summary>Where numbers came from: what somebody needs to make them again, and to see whether they are what a heading calls
/// them.</summary>
/// <param name="Data">The flows judged.</param>
/// <param name="Training">The flows fitted on, where they came from a second table.</param>
/// <param name="Half">Which attacks were judged by.</param>
/// <param name="Protocols">Names of the protocols.</param>
/// <param name="Detectors">Names of the detectors.</param>
/// <param name="Ttl">Whether these saw the TTL features.</param>
/// <param name="Seeds">The seeds.</param>
/// <param name="Resamples">Bootstrap resamples.</param>
/// <param name="Version">Of the library.</param>
/// <param name="Commit">The sources; null where git does not know.</param>
/// <param name="IsClean">Whether they were as committed.</param>
internal sealed record Provenance(
    DataProvenance Data, DataProvenance? Training, AttackHalf Half, IReadOnlyList<string> Protocols,
    IReadOnlyList<string> Detectors, bool Ttl,
    IReadOnlyList<ulong> Seeds, int Resamples, string Version, string? Commit, bool? IsClean)
{
    /// <summary>The day, in UTC; of several parts the last one's.</summary>
    public required string Date { get; init; }

    /// <summary>The machines at work, processor, system, runtime and threads in one line each, in order of their texts.</summary>
    public required IReadOnlyList<string> Machines { get; init; }

    /// <summary>The detectors with a threshold for another stretch of traffic, from blocks that further fits left out.</summary>
    public IReadOnlyList<string> Later { get; init; } = [];

    /// <summary>Of a run that begins here and now.</summary>
    public static Provenance Of(FlowTable flows, FlowTable? training, AttackHalf half, EvaluationPlan plan, int resamples)
    {
        var now = RunStamp.Now();
        return new Provenance(
            DataProvenance.Of(flows), training is null ? null : DataProvenance.Of(training), half, [.. plan.Protocols.Select(p => p.Name)],
            [.. plan.Detectors.Select(d => d.Name)], plan.Ttl, plan.Seeds, resamples,
            now.Version, now.Commit, now.IsClean) { Date = now.Date, Machines = [now.Machine], Later = plan.Later };
    }

    /// <summary>In one phrase, for headings.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{(Training is null ? "" : $"fitted on {Training.Title}, judged by ")}{Data.Title}; {Half.ToString().ToLowerInvariant()} half "
            + $"of the attacks; {Seeds.Count} seed{(Seeds.Count == 1 ? "" : "s")}; "
            + $"{RunStamp.Phrase(Date, Commit, IsClean)}");

    public JsonObject ToJson() => new()
    {
        ["data"] = Data.ToJson(),
        ["training"] = Training?.ToJson(),
        ["half"] = Half.ToString().ToLowerInvariant(),
        ["protocols"] = Texts(Protocols),
        ["detectors"] = Texts(Detectors),
        ["ttl"] = Ttl,
        ["later"] = Texts(Later),
        ["seeds"] = new JsonArray([.. Seeds.Select(seed => (JsonNode)JsonValue.Create(seed))]),
        ["resamples"] = Resamples,
        ["version"] = Version,
        ["commit"] = Commit,
        ["clean"] = IsClean,
        ["date"] = Date,
        ["machines"] = Texts(Machines),
    };

    public static Provenance Read(JsonElement json) => new(
        DataProvenance.Read(json.GetProperty("data")),
        json.GetProperty("training") is { ValueKind: JsonValueKind.Object } training ? DataProvenance.Read(training) : null,
        Enum.Parse<AttackHalf>(json.GetProperty("half").GetString()!, ignoreCase: true),
        Texts(json.GetProperty("protocols")), Texts(json.GetProperty("detectors")), json.GetProperty("ttl").GetBoolean(),
        [.. json.GetProperty("seeds").EnumerateArray().Select(seed => seed.GetUInt64())], json.GetProperty("resamples").GetInt32(),
        json.GetProperty("version").GetString()!, json.GetProperty("commit").GetString(),
        json.GetProperty("clean") is { ValueKind: not JsonValueKind.Null } clean ? clean.GetBoolean() : null)
    {
        Date = json.GetProperty("date").GetString()!,
        Machines = Texts(json.GetProperty("machines")),
        Later = json.TryGetProperty("later", out JsonElement later) ? Texts(later) : [],
    };

    private static JsonArray Texts(IReadOnlyList<string> texts) => new([.. texts.Select(text => (JsonNode)JsonValue.Create(text))]);

    private static string[] Texts(JsonElement json) => [.. json.EnumerateArray().Select(text => text.GetString()!)];
}

/// <summary>Which flows.</summary>
/// <param name="Title">As figures say it.</param>
/// <param name="Fingerprint">SHA-256 of the parsed flows.</param>
/// <param name="Sha256">SHA-256 of the file.</param>
/// <param name="IsSynthetic">Whether they were generated.</param>
internal sealed record DataProvenance(string Title, string Fingerprint, string Sha256, bool IsSynthetic)
{
    public static DataProvenance Of(FlowTable flows) =>
        new(flows.Origin.Title, flows.Fingerprint(), flows.Origin.Sha256, flows.Origin.IsSynthetic);

    public JsonObject ToJson() =>
        new() { ["title"] = Title, ["fingerprint"] = Fingerprint, ["sha256"] = Sha256, ["synthetic"] = IsSynthetic };

    public static DataProvenance Read(JsonElement json) => new(
        json.GetProperty("title").GetString()!, json.GetProperty("fingerprint").GetString()!, json.GetProperty("sha256").GetString()!,
        json.GetProperty("synthetic").GetBoolean());
}
