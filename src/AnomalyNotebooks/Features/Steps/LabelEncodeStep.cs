using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>
/// Replaces each value by its place (0, 1, 2...) among the sorted distinct values of the training rows, as scikit-learn's
/// OrdinalEncoder; texts are sorted by ordinal comparison. A value never seen in training becomes -1.
/// </summary>
internal sealed record LabelEncodeStep : FeatureStep
{
    internal const string Name = "label-encode";

    /// <inheritdoc/>
    public override string Kind => Name;

    internal override FittedStep Fit(ColumnBlock input, IReadOnlyList<FeatureColumn> columns) =>
        new Fitted(this, columns, [.. columns.Select((column, c) => new ValueIndex(column.Vocabulary is { } texts
            ? [.. Enumerable.Range(0, texts.Count).Select(place => (double)place)] // texts are numbered already, each occurs
            : ValueIndex.Counts(input[c]).Values))]);

    internal static FittedStep Read(JsonElement json, IReadOnlyList<FeatureColumn> columns) =>
        new Fitted(new LabelEncodeStep(), columns, [.. json.ListOfNumbers("values", columns.Count)
            .Select(values => new ValueIndex(values))]);

    private sealed class Fitted(LabelEncodeStep settings, IReadOnlyList<FeatureColumn> columns, ValueIndex[] values)
        : FittedStep(settings, [.. columns.Select(column => column.Renamed(column.Name))])
    {
        public override void Transform(ColumnBlock input, ColumnBlock output)
        {
            for (int c = 0; c < values.Length; c++)
            {
                Span<double> from = input[c], to = output[c];
                for (int r = 0; r < to.Length; r++) to[r] = values[c].Find(from[r]);
            }
        }

        public override void WriteJson(Utf8JsonWriter json) => json.WriteListOfNumbers("values", values.Select(value => value.Values));
    }
}
