using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AnomalyNotebooks.Cli.Scoring;

/// <summary>Writes scored flows, batch by batch; disposed of at the end of them.</summary>
internal interface IScoreWriter : IDisposable
{
    /// <summary>Writes a batch.</summary>
    /// <param name="batch">The flows with their scores.</param>
    /// <param name="alarmsOnly">Whether to leave out flows that raise no alarm.</param>
    void Write(ScoredBatch batch, bool alarmsOnly);
}

/// <summary>Writes scored flows, one a line, as CSV or as lines of JSON; every batch is written as a whole and flushed.</summary>
/// <param name="stream">Where to.</param>
/// <param name="isJson">Lines of JSON, or CSV.</param>
/// <param name="shown">Columns of the flows that are repeated beside their scores.</param>
/// <param name="explained">Columns named for each alarm.</param>
/// <param name="isBegun">Whether a header is there already, or not wanted.</param>
internal sealed class ScoreWriter(Stream stream, bool isJson, IReadOnlyList<string> shown, int explained, bool isBegun = false)
    : IScoreWriter
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.Default };

    private readonly ArrayBufferWriter<byte> lines = new(1 << 16);
    private bool hasHeader = isJson || isBegun;

    /// <inheritdoc/>
    public void Write(ScoredBatch batch, bool alarmsOnly)
    {
        if (!hasHeader) Header();
        for (int i = 0; i < batch.Scores.Length; i++)
            if (batch.Alarms[i] || !alarmsOnly) Line(batch, i);
        stream.Write(lines.WrittenSpan);
        lines.ResetWrittenCount();
        stream.Flush();
    }

    /// <summary>The line of a flow of a batch, with its end.</summary>
    public byte[] LineOf(ScoredBatch batch, int i)
    {
        Line(batch, i);
        byte[] line = lines.WrittenSpan.ToArray();
        lines.ResetWrittenCount();
        return line;
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Flush();

    private void Header()
    {
        lines.Write(Encoding.UTF8.GetBytes(string.Join(',', Names().Select(SafeText.Csv)) + "\n"));
        hasHeader = true;
    }

    private IEnumerable<string> Names()
    {
        foreach (string name in (string[])["flow", .. shown, "score", "p", "alarm"]) yield return name;
        for (int k = 1; k <= explained; k++)
            foreach (string name in (string[])["reason", "value", "expected", "part"])
                yield return FormattableString.Invariant($"{name}{k}");
    }

    private void Line(ScoredBatch batch, int i)
    {
        if (isJson) WriteJson(batch, i);
        else WriteFields(batch, i);
        lines.Write("\n"u8);
    }

    private void WriteFields(ScoredBatch batch, int i)
    {
        Number(batch.First + i);
        foreach (string column in shown) Field(Text(batch.Flows, column, i));
        lines.Write(","u8);
        Number(batch.Scores[i]);
        lines.Write(","u8);
        Number(batch.Probabilities[i]);
        lines.Write(batch.Alarms[i] ? ",1"u8 : ",0"u8);
        var reasons = batch.Reasons(i, explained);
        foreach ((string column, string value, string expected, double part) in reasons)
        {
            Field(column);
            Field(value);
            Field(expected);
            lines.Write(","u8);
            Number(part);
        }

        for (int k = reasons.Count; k < explained; k++) lines.Write(",,,,"u8);

        void Field(string text) => lines.Write(Encoding.UTF8.GetBytes("," + SafeText.Csv(text)));
    }

    private void WriteJson(ScoredBatch batch, int i)
    {
        using var json = new Utf8JsonWriter(lines, Compact);
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

    // Nothing where the file lacks the column, or the flow the value.
    private static string Text(FlowTable flows, string column, int row) => flows.TryCategory(column) is { } texts ? texts[row]
        : flows.TryNumber(column) is { } numbers && !double.IsNaN(numbers[row])
            ? numbers[row].ToString("R", CultureInfo.InvariantCulture) : "";

    private void Number<T>(T value)
        where T : IUtf8SpanFormattable
    {
        value.TryFormat(lines.GetSpan(32), out int length, default, CultureInfo.InvariantCulture);
        lines.Advance(length);
    }
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
    private readonly int[] places = Places(Alarms);

    /// <summary>The columns that made the score of an alarm; none for other flows.</summary>
    public IReadOnlyList<(string Column, string Value, string Expected, double Contribution)> Reasons(int i, int count) =>
        Why is null || places[i] < 0 ? [] : Why.Top(places[i], count);

    // Of each alarm which it is.
    private static int[] Places(bool[] alarms)
    {
        int before = 0;
        return Array.ConvertAll(alarms, alarm => alarm ? before++ : -1);
    }
}
