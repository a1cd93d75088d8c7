using System.Text.Json;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Cli.Evaluating;

/// <summary>What an evaluation cost: seconds of each detector's fit and of its scoring, means of the seeds, under the first protocol that
/// it was fitted for. Kept apart from the results, which are the same on every machine.</summary>
/// <param name="Provenance">Of the evaluation.</param>
/// <param name="Seconds">By detector.</param>
internal sealed record EvaluationTimes(Provenance Provenance, IReadOnlyDictionary<string, (double Fit, double Score)> Seconds)
{
    public static EvaluationTimes Of(Provenance provenance, IReadOnlyList<NamedTrial> trials) => new(provenance, trials
        .GroupBy(trial => trial.Detector, StringComparer.Ordinal)
        .Select(own => (own.Key, First: own.Where(trial => trial.Trial.Protocol == own.First().Trial.Protocol).ToList()))
        .ToDictionary(own => own.Key, own => (Math.Round(own.First.Average(trial => trial.Trial.FitSeconds), 2),
            Math.Round(own.First.Average(trial => trial.Trial.ScoreSeconds), 2)), StringComparer.Ordinal));

    /// <summary>Reads what <see cref="Write"/> gave.</summary>
    public static EvaluationTimes Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new EvaluationTimes(Provenance.Read(document.RootElement.GetProperty("provenance")),
            document.RootElement.GetProperty("detectors").EnumerateObject().ToDictionary(detector => detector.Name,
                detector => (detector.Value.GetProperty("fitSeconds").GetDouble(), detector.Value.GetProperty("scoreSeconds").GetDouble()),
                StringComparer.Ordinal));
    }

    public string Write() => new JsonObject
    {
        ["provenance"] = Provenance.ToJson(),
        ["detectors"] = new JsonObject(Seconds.Select(own => KeyValuePair.Create(own.Key,
            (JsonNode?)new JsonObject { ["fitSeconds"] = own.Value.Fit, ["scoreSeconds"] = own.Value.Score }))),
    }.ToJsonString(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n" }) + "\n";
}
