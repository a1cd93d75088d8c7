using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AnomalyNotebooks.Cli.Scoring;

/// <summary>Writes scored flows, one a line, as CSV or as lines of JSON; every batch is flushed.</summary>
internal sealed class ScoreWriter(Stream stream, bool isJson, IReadOnlyList<string> shown, int explained)
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.Default };

    private bool isBegun;

    /// <summary>Writes a batch.</summary>
    /// <param name="batch">The flows with their scores.</param>
    /// <param name="alarmsOnly">Whether to leave out flows that raise no alarm.</param>
    public void Write(ScoredBatch batch, bool alarmsOnly = false)
    {
        if (!isJson && !isBegun) Line([.. Names()]);
        isBegun = true;
        for (int i = 0; i < batch.Scores.Length; i++)
        {
            if (alarmsOnly && !batch.Alarms[i]) continue;
            if (isJson) WriteJson(batch, i);
            else Line([.. Fields(batch, i)]);
        }

        stream.Flush();
    }

    private IEnumerable<string> Names()
    {
        foreach (string name in (string[])["flow", .. shown, "score", "p", "alarm"]) yield return name;
        for (int k = 1; k <= explained; k++)
            foreach (string name in (string[])["reason", "value", "expected", "part"])
                yield return FormattableString.Invariant($"{name}{k}");
    }

    private IEnumerable<string> Fields(ScoredBatch batch, int i)
    {
        yield return (batch.First + i).ToString(CultureInfo.InvariantCulture);
        foreach (string column in shown) yield return Text(batch.Flows, column, i);
        yield return Number(batch.Scores[i]);
        yield return Number(batch.Probabilities[i]);
        yield return batch.Alarms[i] ? "1" : "0";
        IEnumerable<string> reasons = batch.Reasons(i, explained)
            .SelectMany(reason => (string[])[reason.Column, reason.Value, reason.Expected, Number(reason.Contribution)]);
        foreach (string text in reasons.Concat(Enumerable.Repeat("", 4 * explained)).Take(4 * explained)) yield return text;
    }

    private void WriteJson(ScoredBatch batch, int i)
    {
        using (var json = new Utf8JsonWriter(stream, Compact))
        {
            json.WriteStartObject();
            json.WriteNumber("flow", batch.First + i);
            foreach (string column in shown) json.WriteString(column, Text(batch.Flows, column, i));
            json.WriteNumber("score", batch.Scores[i]);
            json.WriteNumber("p", batch.Probabilities[i]);
            json.WriteBoolean("alarm", batch.Alarms[i]);
            if (explained > 0)
            {
                json.WriteStartArray("reasons");
                foreach ((string column, string value, string expected, double part) in batch.Reasons(i, explained))
                {
                    json.WriteStartObject();
                    json.WriteString("column", column);
                    json.WriteString("value", value);
                    json.WriteString("expected", expected);
                    json.WriteNumber("part", part);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    private static string Text(FlowTable flows, string column, int row) => flows.TryCategory(column) is { } texts ? texts[row]
        : Number(flows.Number(column)[row]);

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private void Line(string[] fields) => stream.Write(Encoding.UTF8.GetBytes(string.Join(',', fields.Select(SafeText.Csv)) + "\n"));
}

/// <summary>Flows of a file with their scores.</summary>
/// <param name="First">Number of the first flow, from 1 on.</param>
/// <param name="Flows">The flows.</param>
/// <param name="Scores">One score each.</param>
/// <param name="Probabilities">How often a normal flow scores as high.</param>
/// <param name="Alarms">Whether each raises an alarm.</param>
/// <param name="Why">The explanation of the alarms, in their order; null where none was asked for.</param>
internal sealed record ScoredBatch(long First, FlowTable Flows, double[] Scores, double[] Probabilities, bool[] Alarms,
    FlowExplanation? Why)
{
    private readonly int[] places = [.. Alarms.Select((alarm, i) => alarm ? Alarms.AsSpan(0, i).Count(true) : -1)];

    /// <summary>The columns that made the score of an alarm; none for other flows.</summary>
    public IReadOnlyList<(string Column, string Value, string Expected, double Contribution)> Reasons(int i, int count) =>
        Why is null || places[i] < 0 ? [] : Why.Top(places[i], count);
}
