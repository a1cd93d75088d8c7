using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>
/// Subtracts the mean of the training rows and divides by their standard deviation (of the population), as scikit-learn's
/// StandardScaler; then, if asked, clips. A column that is constant in training is only centred.
/// </summary>
internal sealed record StandardStep : FeatureStep
{
    internal const string Name = "standard";

    /// <summary>Values beyond this many standard deviations are cut off there, on both sides; null leaves them.</summary>
    public double? Clip { get; init; }

    /// <summary>What results are multiplied by, so that a column weighs more or less beside others; above 0.</summary>
    public double Weight { get; init; } = 1;

    /// <inheritdoc/>
    public override string Kind => Name;

    internal override FittedStep Fit(ColumnBlock input, IReadOnlyList<FeatureColumn> columns)
    {
        if (Clip is { } clip && !(clip > 0 && double.IsFinite(clip)))
            throw new AnomalyException($"StandardStep.Clip is {clip.Shown()}; it must be above 0, or null for no clipping.");
        if (!(Weight > 0 && double.IsFinite(Weight)))
            throw new AnomalyException($"StandardStep.Weight is {Weight.Shown()}; it must be above 0.");
        NeedNumbers(columns);
        double[] means = new double[columns.Count], scales = new double[columns.Count];
        for (int c = 0; c < columns.Count; c += Together) MeansAndScales(input, c, means, scales);
        return new Fitted(this, columns, means, scales);
    }

    internal static FittedStep Read(JsonElement json, IReadOnlyList<FeatureColumn> columns) => new Fitted(
        new StandardStep { Clip = json.OptionalNumber("clip"), Weight = json.OptionalNumber("weight") ?? 1 }, columns,
        json.Numbers("mean", columns.Count), json.Numbers("scale", columns.Count));

    // Each sum runs from the first row to the last, and each addition waits for the one before: four columns at a time do not.
    private const int Together = 4;

    private static void MeansAndScales(ColumnBlock block, int first, double[] means, double[] scales)
    {
        double[] Column(int i) => block.Columns[Math.Min(first + i, means.Length - 1)];
        ReadOnlySpan<double> a = Column(0).AsSpan(0, block.Rows), b = Column(1).AsSpan(0, block.Rows);
        ReadOnlySpan<double> c = Column(2).AsSpan(0, block.Rows), d = Column(3).AsSpan(0, block.Rows);
        (double sumA, double sumB, double sumC, double sumD) = (0, 0, 0, 0);
        for (int r = 0; r < a.Length; r++)
        {
            sumA += a[r];
            sumB += b[r];
            sumC += c[r];
            sumD += d[r];
        }

        double count = block.Rows;
        (double meanA, double meanB, double meanC, double meanD) = (sumA / count, sumB / count, sumC / count, sumD / count);
        // The sum of the differences is what rounding left in the mean (Chan, Golub and LeVeque, 1983).
        (double squareA, double squareB, double squareC, double squareD) = (0, 0, 0, 0);
        (sumA, sumB, sumC, sumD) = (0, 0, 0, 0);
        for (int r = 0; r < a.Length; r++)
        {
            (double offA, double offB, double offC, double offD) = (a[r] - meanA, b[r] - meanB, c[r] - meanC, d[r] - meanD);
            squareA += offA * offA;
            squareB += offB * offB;
            squareC += offC * offC;
            squareD += offD * offD;
            sumA += offA;
            sumB += offB;
            sumC += offC;
            sumD += offD;
        }

        ReadOnlySpan<(double Mean, double Squares, double Left)> sums =
            [(meanA, squareA, sumA), (meanB, squareB, sumB), (meanC, squareC, sumC), (meanD, squareD, sumD)];
        for (int i = 0; i < Together && first + i < means.Length; i++)
            (means[first + i], scales[first + i]) = MeanAndScale(count, sums[i].Mean, sums[i].Squares, sums[i].Left);
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
        : FittedStep(settings, columns)
    {
        public override void Transform(ColumnBlock input, ColumnBlock output)
        {
            for (int c = 0; c < means.Length; c++)
            {
                Affine.Apply(input[c], output[c], means[c], scales[c] / settings.Weight,
                    settings.Clip * settings.Weight ?? double.PositiveInfinity);
            }
        }

        public override void WriteJson(Utf8JsonWriter json)
        {
            if (settings.Clip is { } clip) json.WriteNumber("clip", clip);
            if (settings.Weight != 1) json.WriteNumber("weight", settings.Weight);
            json.WriteNumbers("mean", means);
            json.WriteNumbers("scale", scales);
        }
    }
}
