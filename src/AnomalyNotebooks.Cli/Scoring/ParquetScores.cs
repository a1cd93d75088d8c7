using Parquet;
using Parquet.Schema;

namespace AnomalyNotebooks.Cli.Scoring;

/// <summary>Writes scored flows as Parquet, each batch a row group; numbers stay numbers.</summary>
internal sealed class ParquetScores : IScoreWriter
{
    private readonly List<(DataField Field, Func<ScoredBatch, int, object?> Value)> columns = [];
    private readonly Stream stream;
    private ParquetWriter? writer;

    /// <summary>Begins a file.</summary>
    /// <param name="stream">Where to write.</param>
    /// <param name="schema">What the columns of the flows are.</param>
    /// <param name="shown">Columns that say which flow it was.</param>
    /// <param name="explained">How many reasons each alarm has.</param>
    public ParquetScores(Stream stream, FlowSchema schema, IReadOnlyList<string> shown, int explained)
    {
        this.stream = stream;
        columns.Add((new DataField<long>("flow"), (batch, i) => batch.First + i));
        foreach (string name in shown)
        {
            if (schema.Find(name).IsText) columns.Add((new DataField<string>(name), (batch, i) => batch.Flows.TryCategory(name)?[i]));
            else columns.Add((new DataField<double?>(name), (batch, i) => batch.Flows.TryNumber(name)?[i]));
        }

        columns.Add((new DataField<double>("score"), (batch, i) => batch.Scores[i]));
        columns.Add((new DataField<double>("p"), (batch, i) => batch.Probabilities[i]));
        columns.Add((new DataField<bool>("alarm"), (batch, i) => batch.Alarms[i]));
        for (int k = 1; k <= explained; k++)
        {
            int which = k - 1;
            AddReason(new DataField<string>($"reason{k}"), which, reason => reason.Column);
            AddReason(new DataField<string>($"value{k}"), which, reason => reason.Value);
            AddReason(new DataField<string>($"expected{k}"), which, reason => reason.Expected);
            AddReason(new DataField<double?>($"part{k}"), which, reason => reason.Contribution);
        }
    }

    /// <inheritdoc/>
    public void Write(ScoredBatch batch, bool alarmsOnly) => WriteAsync(batch, alarmsOnly).GetAwaiter().GetResult();

    /// <summary>Ends the file: without it, it cannot be read.</summary>
    public void Dispose() => FinishAsync().GetAwaiter().GetResult();

    private async Task WriteAsync(ScoredBatch batch, bool alarmsOnly)
    {
        int[] rows = [.. Enumerable.Range(0, batch.Scores.Length).Where(i => !alarmsOnly || batch.Alarms[i])];
        writer ??= await ParquetWriter.CreateAsync(new ParquetSchema(columns.Select(column => column.Field)), stream);
        if (rows.Length == 0) return;
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        foreach ((DataField field, Func<ScoredBatch, int, object?> value) in columns)
        {
            if (field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>))
                await group.WriteAsync(field, Array.ConvertAll(rows, i => (string?)value(batch, i))!);
            else if (field.ClrType == typeof(long)) await group.WriteAsync<long>(field, Of<long>(value));
            else if (field.ClrType == typeof(bool)) await group.WriteAsync<bool>(field, Of<bool>(value));
            else if (!field.IsNullable) await group.WriteAsync<double>(field, Of<double>(value));
            else await group.WriteAsync<double>(field, Array.ConvertAll(rows, i => Known((double?)value(batch, i))).AsMemory());
        }

        ReadOnlyMemory<T> Of<T>(Func<ScoredBatch, int, object?> value) => Array.ConvertAll(rows, i => (T)value(batch, i)!);
    }

    private void AddReason(
        DataField field, int which, Func<(string Column, string Value, string Expected, double Contribution), object> of) =>
        columns.Add((field, (batch, i) => batch.Reasons(i, which + 1) is { } reasons && reasons.Count > which ? of(reasons[which]) : null));

    private static double? Known(double? value) => value is { } number && double.IsNaN(number) ? null : value;

    private async Task FinishAsync()
    {
        writer ??= await ParquetWriter.CreateAsync(new ParquetSchema(columns.Select(column => column.Field)), stream);
        await writer.DisposeAsync();
    }
}
