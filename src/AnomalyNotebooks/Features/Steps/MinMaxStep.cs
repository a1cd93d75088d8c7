using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>
/// Maps the range of the training rows to [0, 1], as scikit-learn's MinMaxScaler. Values outside that range fall outside [0, 1];
/// a column that is constant in training gives (value - constant).
/// </summary>
public sealed record MinMaxStep : FeatureStep
{
    internal const string Name = "min-max";

    /// <inheritdoc/>
    public override string Kind => Name;

    internal override FittedFeatureStep Fit(ColumnBlock input, IReadOnlyList<FeatureColumn> columns)
    {
        var minima = new double[columns.Count];
        var maxima = new double[columns.Count];
        for (int c = 0; c < columns.Count; c++)
        {
            if (columns[c].Vocabulary is not null) throw NeedsNumbers(columns[c]);
            (minima[c], maxima[c]) = VectorMath.Range(input[c], out _);
        }

        return new Fitted(this, columns, minima, maxima);
    }

    internal override FittedFeatureStep?[] FitEach(ColumnBlock input, IReadOnlyList<FeatureColumn> columns) =>
        [.. columns.Select((column, c) => FitOne(input[c], column))];

    internal override FittedFeatureStep? FitCounted(double[] values, int[] counts, FeatureColumn column) => FitOne(values, column);

    internal static FittedFeatureStep Read(JsonElement json, IReadOnlyList<FeatureColumn> columns) => new Fitted(
        new MinMaxStep(), columns, json.Numbers("minimum", columns.Count), json.Numbers("maximum", columns.Count));

    private Fitted? FitOne(ReadOnlySpan<double> values, FeatureColumn column)
    {
        if (column.Vocabulary is not null) throw NeedsNumbers(column);
        (double low, double high) = VectorMath.Range(values, out bool finite);
        return finite ? new Fitted(this, [column], [low], [high]) : null;
    }

    private sealed class Fitted(MinMaxStep settings, IReadOnlyList<FeatureColumn> columns, double[] minima, double[] maxima)
        : FittedColumnwiseStep(settings, columns)
    {
        private readonly double[] ranges = [.. maxima.Zip(minima, (high, low) => high == low ? 1 : high - low)];

        public override void Transform(int column, ReadOnlySpan<double> from, Span<double> to) => Affine.Apply(from, to, minima[column], ranges[column]);

        public override bool TryFinish(int column, ReadOnlySpan<double> from, Span<double> scratch, Span<float> to) =>
            SinglePrecision.TryAffine(from, to, minima[column], ranges[column], double.PositiveInfinity);

        public override void Write(Utf8JsonWriter json)
        {
            json.WriteNumbers("minimum", minima);
            json.WriteNumbers("maximum", maxima);
        }
    }
}
