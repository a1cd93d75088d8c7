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
        : FittedFeatureStep(settings, [.. inputs.Select(column => column.Renamed($"log({column.Name})"))])
    {
        public override void Transform(ColumnBlock input, ColumnBlock output)
        {
            for (int c = 0; c < inputs.Count; c++)
            {
                Span<double> from = input[c], to = output[c];
                VectorMath.Scale(from, to, settings.Scale);
                if (VectorMath.Range(to).Low <= -1) throw TooLow(inputs[c].Name, from, to);
                PortableMath.Log1p(to, to);
            }
        }

        public override void Write(Utf8JsonWriter json) => json.WriteNumber("scale", settings.Scale);

        private AnomalyException TooLow(string column, ReadOnlySpan<double> values, ReadOnlySpan<double> scaled)
        {
            int first = 0;
            while (scaled[first] > -1) first++;
            return new($"'{column}' is {values[first].Shown()} in some row; log1p with scale {settings.Scale.Shown()} takes only values above {(-1 / settings.Scale).Shown()}. Scale the column in another way.");
        }
    }
}
