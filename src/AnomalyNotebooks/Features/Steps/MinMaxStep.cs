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
            (minima[c], maxima[c]) = VectorMath.Range(input[c]);
        }

        return new Fitted(this, columns, minima, maxima);
    }

    internal static FittedFeatureStep Read(JsonElement json, IReadOnlyList<FeatureColumn> columns) => new Fitted(
        new MinMaxStep(), columns, json.Numbers("minimum", columns.Count), json.Numbers("maximum", columns.Count));

    private sealed class Fitted(MinMaxStep settings, IReadOnlyList<FeatureColumn> columns, double[] minima, double[] maxima)
        : FittedFeatureStep(settings, columns)
    {
        public override void Transform(ColumnBlock input, ColumnBlock output)
        {
            for (int c = 0; c < minima.Length; c++)
            {
                double low = minima[c], range = maxima[c] - low;
                if (range == 0) range = 1;
                Affine.Apply(input[c], output[c], low, range);
            }
        }

        public override void Write(Utf8JsonWriter json)
        {
            json.WriteNumbers("minimum", minima);
            json.WriteNumbers("maximum", maxima);
        }
    }
}
