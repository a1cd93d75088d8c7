using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>
/// Maps the range of the training rows to [0, 1], as scikit-learn's MinMaxScaler. Values outside that range fall outside [0, 1];
/// a column that is constant in training gives (value - constant).
/// </summary>
internal sealed record MinMaxStep : FeatureStep
{
    internal const string Name = "min-max";

    /// <inheritdoc/>
    public override string Kind => Name;

    internal override FittedStep Fit(ColumnBlock input, IReadOnlyList<FeatureColumn> columns)
    {
        NeedNumbers(columns);
        double[] minima = new double[columns.Count], maxima = new double[columns.Count];
        for (int c = 0; c < columns.Count; c++) (minima[c], maxima[c]) = VectorMath.Range(input[c], out _);
        return new Fitted(this, columns, minima, maxima);
    }

    internal static FittedStep Read(JsonElement json, IReadOnlyList<FeatureColumn> columns) => new Fitted(
        new MinMaxStep(), columns, json.Numbers("minimum", columns.Count), json.Numbers("maximum", columns.Count));

    private sealed class Fitted(MinMaxStep settings, IReadOnlyList<FeatureColumn> columns, double[] minima, double[] maxima)
        : FittedStep(settings, columns)
    {
        private readonly double[] ranges = [.. maxima.Zip(minima, (high, low) => high == low ? 1 : high - low)];

        public override void Transform(ColumnBlock input, ColumnBlock output)
        {
            for (int c = 0; c < ranges.Length; c++) Affine.Apply(input[c], output[c], minima[c], ranges[c]);
        }

        public override void WriteJson(Utf8JsonWriter json)
        {
            json.WriteNumbers("minimum", minima);
            json.WriteNumbers("maximum", maxima);
        }
    }
}
