using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>
/// Replaces each value by its place (0, 1, 2...) among the sorted distinct values of the training rows, as scikit-learn's
/// OrdinalEncoder; texts are sorted by ordinal comparison. A value never seen in training becomes -1.
/// </summary>
public sealed record LabelEncodeStep : FeatureStep
{
    internal const string Name = "label-encode";

    /// <inheritdoc/>
    public override string Kind => Name;

    internal override FittedFeatureStep Fit(ColumnBlock input, IReadOnlyList<FeatureColumn> columns)
    {
        var values = new ValueIndex[columns.Count];
        for (int c = 0; c < values.Length; c++) values[c] = ValueIndex.OfDistinct(input[c]);
        return new Fitted(this, columns, values);
    }

    internal override FittedFeatureStep? FitCounted(double[] values, int[] counts, FeatureColumn column) =>
        new Fitted(this, [column], [new ValueIndex([.. values.Select(value => value + 0.0).Distinct().Order()])]); // + 0: no negative zero

    internal static FittedFeatureStep Read(JsonElement json, IReadOnlyList<FeatureColumn> columns) =>
        new Fitted(new LabelEncodeStep(), columns, [.. json.ListOfNumbers("values", columns.Count).Select(values => new ValueIndex(values))]);

    private sealed class Fitted(LabelEncodeStep settings, IReadOnlyList<FeatureColumn> columns, ValueIndex[] values)
        : FittedColumnwiseStep(settings, [.. columns.Select(column => column.Renamed(column.Name))])
    {
        public override void Transform(int column, ReadOnlySpan<double> from, Span<double> to)
        {
            ValueIndex places = values[column];
            for (int r = 0; r < to.Length; r++) to[r] = places.Find(from[r]);
        }

        public override void Write(Utf8JsonWriter json) => json.WriteListOfNumbers("values", values.Select(value => value.Values));
    }
}
