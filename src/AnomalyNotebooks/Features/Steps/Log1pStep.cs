using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>
/// log(1 + <see cref="Scale"/> * value), for heavy-tailed counts and durations. The feature is renamed, <c>dur</c> to <c>log(dur)</c>.
/// Values at or below -1 / Scale are refused.
/// </summary>
public sealed record Log1pStep : FeatureStep
{
    internal const string Name = "log1p";

    /// <summary>What values are multiplied by first, so that small ones are not all near 0: 1e6 turns seconds into microseconds.</summary>
    public double Scale { get; init; } = 1;

    /// <inheritdoc/>
    public override string Kind => Name;

    internal override FittedFeatureStep Fit(ColumnBlock input, IReadOnlyList<FeatureColumn> columns)
    {
        if (!(Scale > 0 && double.IsFinite(Scale)))
            throw new AnomalyException($"Log1pStep.Scale is {Scale.Shown()}; it must be above 0.");
        foreach (FeatureColumn column in columns)
            if (column.Vocabulary is not null) throw NeedsNumbers(column);
        return new Fitted(this, columns);
    }

    internal static FittedFeatureStep Read(JsonElement json, IReadOnlyList<FeatureColumn> columns) =>
        new Fitted(new Log1pStep { Scale = json.Number("scale") }, columns);

    private sealed class Fitted(Log1pStep settings, IReadOnlyList<FeatureColumn> inputs)
        : FittedColumnwiseStep(settings, [.. inputs.Select(column => column.Renamed($"log({column.Name})"))])
    {
        public override bool MayRefuse => true;

        public override void Transform(int column, ReadOnlySpan<double> from, Span<double> to)
        {
            int low = PortableMath.Log1p(from, to, settings.Scale);
            if (low >= 0) throw TooLow(inputs[column].Name, from[low]);
        }

        public override void Write(Utf8JsonWriter json) => json.WriteNumber("scale", settings.Scale);

        private AnomalyException TooLow(string column, double value) => new(
            $"'{column}' is {value.Shown()} in some row; log1p with scale {settings.Scale.Shown()} takes only values above {(-1 / settings.Scale).Shown()}. Scale the column in another way.");
    }
}
