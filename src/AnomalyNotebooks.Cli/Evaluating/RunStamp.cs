using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Running;

namespace AnomalyNotebooks.Cli.Evaluating;

/// <summary>With what and when a result was made: what every file in data/results says of itself.</summary>
/// <param name="Version">Of the library.</param>
/// <param name="Commit">The sources; null where git does not know.</param>
/// <param name="IsClean">Whether they were as committed.</param>
/// <param name="Date">The day, in UTC.</param>
/// <param name="Machine">Processor, system, runtime and threads in one line.</param>
internal sealed record RunStamp(string Version, string? Commit, bool? IsClean, string Date, string Machine)
{
    /// <summary>Of a run that begins here and now.</summary>
    public static RunStamp Now()
    {
        SourceState sources = SourceState.Here();
        return new RunStamp(typeof(FlowTable).Assembly.GetName().Version!.ToString(3), sources.Commit, sources.IsClean,
            DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            $"{Running.Machine.Processor}; {RuntimeInformation.OSDescription}; {RuntimeInformation.FrameworkDescription}; "
                + $"{Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)} threads");
    }

    /// <summary>Reads what <see cref="ToJson"/> gave.</summary>
    public static RunStamp Read(JsonNode json) => new((string)json["version"]!, (string?)json["commit"], (bool?)json["clean"],
        (string)json["date"]!, (string)json["machine"]!);

    /// <summary>Day and sources in one phrase.</summary>
    public override string ToString() => Phrase(Date, Commit, IsClean);

    /// <summary>Day and sources in one phrase.</summary>
    public static string Phrase(string date, string? commit, bool? isClean) =>
        $"{date}, commit {commit?[..12] ?? "unknown"}{(isClean == false ? " with changes" : "")}";

    public JsonObject ToJson() =>
        new() { ["version"] = Version, ["commit"] = Commit, ["clean"] = IsClean, ["date"] = Date, ["machine"] = Machine };
}
