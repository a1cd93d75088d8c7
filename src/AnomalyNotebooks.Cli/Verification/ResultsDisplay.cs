using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Running;

namespace AnomalyNotebooks.Cli.Verification;

/// <summary>What committed results should show: where their values lie within a tolerance of the run's, the run's display says other
/// digits.</summary>
internal static class ResultsDisplay
{
    /// <summary>The forms that the committed results of an output should have; none where every value is the run's, so that the run's
    /// display is the right one.</summary>
    /// <param name="now">The output of the run.</param>
    /// <param name="committed">The outputs of the committed cell.</param>
    public static IReadOnlyDictionary<string, string> Of(JsonObject now, JsonArray committed)
    {
        RecordedResult[] run = [.. RecordedResult.In(now)];
        RecordedResult[] all = [.. RecordedResult.In(committed)];
        RecordedResult[] was = [.. run.Select(result =>
            Array.Find(all, other => other.Name == result.Name && CellComparison.Agree(other, result)) ?? result)];
        var forms = new Dictionary<string, string>(StringComparer.Ordinal);
        if (was.SequenceEqual(run) || was.Length == 0) return forms;
        Results shown = was.Skip(1).Aggregate(Add(null, was[0]), Add);
        forms[MimeType.Html] = shown.ToHtml();
        forms[MimeType.Text] = shown.ToString();
        return forms;
    }

    private static Results Add(Results? before, RecordedResult result) => JsonElement.Parse(result.Value) switch
    {
        { ValueKind: JsonValueKind.Number } whole when long.TryParse(result.Value, NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture, out long number) =>
            before?.And(result.Name, number) ?? Results.Record(result.Name, number),
        { ValueKind: JsonValueKind.Number } value => before?.And(result.Name, value.GetDouble())
            ?? Results.Record(result.Name, value.GetDouble()),
        _ => before?.And(result.Name, result.Exact) ?? Results.Record(result.Name, result.Exact),
    };
}
