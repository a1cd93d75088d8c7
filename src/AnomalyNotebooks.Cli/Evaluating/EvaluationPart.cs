using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Cli.Evaluating;

/// <summary>One part of an evaluation that runs in several places: its trials, with all that was measured on resampled flows.</summary>
/// <param name="Number">Which part, from 1 on.</param>
/// <param name="Of">Of how many.</param>
/// <param name="Provenance">What the whole is about, and where this part ran.</param>
/// <param name="Trials">The trials of this part.</param>
internal sealed record EvaluationPart(int Number, int Of, Provenance Provenance, IReadOnlyList<NamedTrial> Trials)
{
    /// <summary>Reads "3/10".</summary>
    /// <exception cref="AnomalyException">It is not such a text.</exception>
    public static (int Number, int Of) Parse(string text) =>
        text.Split('/') is [var number, var of] && int.TryParse(number, out int n) && int.TryParse(of, out int count) && n >= 1
            && n <= count
            ? (n, count)
            : throw new AnomalyException($"--part is '{text}': expected the number of the part and of how many, such as 3/10.");

    /// <summary>Puts all parts of an evaluation together.</summary>
    /// <exception cref="AnomalyException">They are not the parts of one evaluation, each once.</exception>
    public static EvaluationFile Merge(IReadOnlyList<(string Name, EvaluationPart Part)> parts)
    {
        EvaluationPart first = parts[0].Part;
        foreach ((string name, EvaluationPart part) in parts)
        {
            if (part.Of != first.Of || Content(part) != Content(first))
                throw new AnomalyException($"{name} is not a part of the same evaluation as {parts[0].Name}: data, protocols, detectors, "
                    + "seeds, version and commit must be equal.");
        }

        string missing = string.Join(", ", Enumerable.Range(1, first.Of).Where(number =>
            parts.Count(part => part.Part.Number == number) != 1));
        if (missing.Length > 0) throw new AnomalyException($"Of {first.Of} parts each is needed once; look at part {missing}.");
        Provenance whole = first.Provenance with
        {
            Date = parts.Max(part => part.Part.Provenance.Date)!,
            Machines = [.. parts.SelectMany(part => part.Part.Provenance.Machines).Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)],
        };
        return EvaluationFile.Of(whole, [.. parts.SelectMany(part => part.Part.Trials)]);
    }

    /// <summary>The part's text.</summary>
    public string Write() => new JsonObject
    {
        ["part"] = Number,
        ["of"] = Of,
        ["provenance"] = Provenance.ToJson(),
        ["trials"] = new JsonArray([.. Trials.Select(trial => new JsonObject
        {
            ["detector"] = trial.Detector,
            ["protocol"] = trial.Trial.Protocol,
            ["seed"] = trial.Trial.Seed,
            ["fitSeconds"] = trial.Trial.FitSeconds,
            ["scoreSeconds"] = trial.Trial.ScoreSeconds,
            ["metrics"] = new JsonObject(trial.Trial.Metrics.Select(metric => KeyValuePair.Create(
                metric.Key.Key, (JsonNode?)Convert.ToBase64String(
                    MemoryMarshal.AsBytes<double>([metric.Value.Value, .. metric.Value.Resampled]))))),
        })]),
    }.ToJsonString() + "\n";

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="AnomalyException">It is not such a file.</exception>
    public static EvaluationPart Read(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            return new EvaluationPart(root.GetProperty("part").GetInt32(), root.GetProperty("of").GetInt32(),
                Provenance.Read(root.GetProperty("provenance")),
                [.. root.GetProperty("trials").EnumerateArray().Select(trial =>
                    new NamedTrial(trial.GetProperty("detector").GetString()!, new MeasuredTrial(
                    trial.GetProperty("protocol").GetString()!, trial.GetProperty("seed").GetUInt64(), trial.GetProperty("fitSeconds")
                        .GetDouble(),
                    trial.GetProperty("scoreSeconds").GetDouble(),
                    trial.GetProperty("metrics").EnumerateObject().ToDictionary(metric => Metric.OfKey(metric.Name), metric =>
                    {
                        double[] values = MemoryMarshal.Cast<byte, double>(Convert.FromBase64String(metric.Value.GetString()!)).ToArray();
                        return (values[0], values[1..]);
                    }))))]);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            or ArgumentException)
        {
            throw new AnomalyException($"This is not a part as 'anomaly evaluate --part' writes it: {error.Message}", error);
        }
    }

    private static string Content(EvaluationPart part) => (part.Provenance with { Date = "", Machines = [] }).ToJson().ToJsonString();
}
