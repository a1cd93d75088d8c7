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

    internal override int ColumnsAtOnce => ColumnSums.Columns;

    internal override FittedFeatureStep Fit(ColumnBlock input, IReadOnlyList<FeatureColumn> columns)
    {
        if (Clip is { } clip && !(clip > 0 && double.IsFinite(clip)))
            throw new AnomalyException($"StandardStep.Clip is {clip.Shown()}; it must be above 0, or null for no clipping.");

        foreach (FeatureColumn column in columns)
            if (column.Vocabulary is not null) throw NeedsNumbers(column);
        var means = new double[columns.Count];
        var scales = new double[columns.Count];
        for (int first = 0; first < columns.Count; first += ColumnSums.Columns)
        {
            int count = Math.Min(ColumnSums.Columns, columns.Count - first);
            MeansAndScales(input.Columns.AsSpan(first, count), input.Rows, means.AsSpan(first), scales.AsSpan(first));
        }

        return new Fitted(this, columns, means, scales);
    }

    internal override FittedFeatureStep?[] FitEach(ColumnBlock input, IReadOnlyList<FeatureColumn> columns)
    {
        var together = (Fitted)Fit(input, columns);
        // What is not finite makes the mean so too, but so may finite numbers, where they are large.
        return [.. columns.Select((_, c) => double.IsFinite(together.Mean(c)) || VectorMath.AreFinite(input[c]) ? together.Column(c) : null)];
    }

    internal static FittedFeatureStep Read(JsonElement json, IReadOnlyList<FeatureColumn> columns) => new Fitted(
        new StandardStep { Clip = json.OptionalNumber("clip") }, columns,
        json.Numbers("mean", columns.Count), json.Numbers("scale", columns.Count));

    private static void MeansAndScales(ReadOnlySpan<double[]> columns, int rows, Span<double> means, Span<double> scales)
    {
        Span<double> mean = stackalloc double[columns.Length], squares = stackalloc double[columns.Length], rest = stackalloc double[columns.Length];
        ColumnSums.Sum(columns, rows, mean);
        for (int c = 0; c < columns.Length; c++) mean[c] /= rows;
        // The sum of the differences is what rounding left in the mean (Chan, Golub and LeVeque, 1983).
        ColumnSums.SumDifferences(columns, rows, mean, rest, squares);
        for (int c = 0; c < columns.Length; c++) (means[c], scales[c]) = MeanAndScale(rows, mean[c], squares[c], rest[c]);
    }

    private static (double Mean, double Scale) MeanAndScale(double count, double mean, double squares, double rest)
    {
        double variance = (squares - (rest * rest / count)) / count;
        // Within the rounding error of this sum a column counts as constant, as in scikit-learn.
        const double epsilon = 2.220446049250313e-16;
        double error = count * mean * epsilon;
        bool constant = variance <= (count * epsilon * variance) + (error * error);
        return (mean + (rest / count), constant ? 1 : Math.Sqrt(variance));
    }

    private sealed class Fitted(StandardStep settings, IReadOnlyList<FeatureColumn> columns, double[] means, double[] scales)
        : FittedColumnwiseStep(settings, columns)
    {
        private readonly double limit = settings.Clip ?? double.PositiveInfinity;

        public double Mean(int column) => means[column];

        public Fitted Column(int column) => new(settings, [Outputs[column]], [means[column]], [scales[column]]);

        public override void Transform(int column, ReadOnlySpan<double> from, Span<double> to) =>
            Affine.Apply(from, to, means[column], scales[column], limit);

        public override bool TryFinish(int column, ReadOnlySpan<double> from, Span<double> scratch, Span<float> to) =>
            SinglePrecision.TryAffine(from, to, means[column], scales[column], limit);

        public override void Write(Utf8JsonWriter json)
        {
            if (settings.Clip is { } clip) json.WriteNumber("clip", clip);
            json.WriteNumbers("mean", means);
            json.WriteNumbers("scale", scales);
        }
    }
}
