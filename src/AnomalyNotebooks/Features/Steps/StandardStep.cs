using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>
/// Subtracts the mean of the training rows and divides by their standard deviation (of the population), as scikit-learn's
/// StandardScaler; then, if asked, clips. A column that is constant in training is only centred.
/// </summary>
public sealed record StandardStep : FeatureStep
{
    internal const string Name = "standard";

    /// <summary>Values beyond this many standard deviations are cut off there, on both sides; null leaves them.</summary>
    public double? Clip { get; init; }

    /// <inheritdoc/>
    public override string Kind => Name;

    internal override FittedFeatureStep Fit(ColumnBlock input, IReadOnlyList<FeatureColumn> columns)
    {
        if (Clip is { } clip && !(clip > 0 && double.IsFinite(clip)))
            throw new AnomalyException($"StandardStep.Clip is {clip.Shown()}; it must be above 0, or null for no clipping.");

        var means = new double[columns.Count];
        var scales = new double[columns.Count];
        for (int c = 0; c < columns.Count; c++)
        {
            if (columns[c].Vocabulary is not null) throw NeedsNumbers(columns[c]);
            (means[c], scales[c]) = MeanAndScale(input[c]);
        }

        return new Fitted(this, columns, means, scales);
    }

    internal static FittedFeatureStep Read(JsonElement json, IReadOnlyList<FeatureColumn> columns) => new Fitted(
        new StandardStep { Clip = json.OptionalNumber("clip") }, columns,
        json.Numbers("mean", columns.Count), json.Numbers("scale", columns.Count));

    private static (double Mean, double Scale) MeanAndScale(ReadOnlySpan<double> values)
    {
        double count = values.Length, sum = 0;
        foreach (double value in values) sum += value;
        double mean = sum / count, squares = 0, rest = 0;
        foreach (double value in values)
        {
            double difference = value - mean;
            squares += difference * difference;
            rest += difference; // what rounding left in the mean (Chan, Golub and LeVeque, 1983)
        }

        double variance = (squares - (rest * rest / count)) / count;
        // Within the rounding error of this sum a column counts as constant, as in scikit-learn.
        const double epsilon = 2.220446049250313e-16;
        double error = count * mean * epsilon;
        bool constant = variance <= (count * epsilon * variance) + (error * error);
        return (mean + (rest / count), constant ? 1 : Math.Sqrt(variance));
    }

    private sealed class Fitted(StandardStep settings, IReadOnlyList<FeatureColumn> columns, double[] means, double[] scales)
        : FittedFeatureStep(settings, columns)
    {
        public override void Transform(ColumnBlock input, ColumnBlock output)
        {
            double clip = settings.Clip ?? double.PositiveInfinity;
            for (int c = 0; c < means.Length; c++) Affine.Apply(input[c], output[c], means[c], scales[c], clip);
        }

        public override void Write(Utf8JsonWriter json)
        {
            if (settings.Clip is { } clip) json.WriteNumber("clip", clip);
            json.WriteNumbers("mean", means);
            json.WriteNumbers("scale", scales);
        }
    }
}
