using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>
/// log(1 + <see cref="Scale"/> * value), for heavy-tailed counts and durations. The feature is renamed, <c>dur</c> to <c>log(dur)</c>.
/// </summary>
internal sealed record Log1pStep : FeatureStep
{
    internal const string Name = "log1p";

    /// <summary>What values are multiplied by first, so that small ones are not all near 0: 1e6 turns seconds into microseconds.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Whether negative values become -log(1 - Scale * value), for columns that should have none but may. Otherwise values at
    /// or below -1 / Scale are refused.</summary>
    public bool Signed { get; init; }

    /// <inheritdoc/>
    public override string Kind => Name;

    internal override FittedStep Fit(ColumnBlock input, IReadOnlyList<FeatureColumn> columns)
    {
        if (!(Scale > 0 && double.IsFinite(Scale)))
            throw new AnomalyException($"Log1pStep.Scale is {Scale.Shown()}; it must be above 0.");
        NeedNumbers(columns);
        return new Fitted(this, columns);
    }

    internal static FittedStep Read(JsonElement json, IReadOnlyList<FeatureColumn> columns) =>
        new Fitted(new Log1pStep { Scale = json.Number("scale"), Signed = json.Flag("signed") }, columns);

    private sealed class Fitted(Log1pStep settings, IReadOnlyList<FeatureColumn> inputs)
        : FittedStep(settings, [.. inputs.Select(column => column.Renamed($"log({column.Name})"))])
    {
        public override void Transform(ColumnBlock input, ColumnBlock output)
        {
            for (int c = 0; c < inputs.Count; c++)
            {
                Span<double> from = input[c], to = output[c];
                if (settings.Signed && VectorMath.Range(from, out _).Low < 0)
                {
                    for (int r = 0; r < to.Length; r++)
                        to[r] = Math.CopySign(PortableMath.Log1p(Math.Abs(from[r]) * settings.Scale), from[r]);
                    continue;
                }

                int low = PortableMath.Log1p(from, to, settings.Scale);
                if (low >= 0) throw TooLow(inputs[c].Name, from[low]);
            }
        }

        public override void WriteJson(Utf8JsonWriter json)
        {
            json.WriteNumber("scale", settings.Scale);
            json.WriteFlag("signed", settings.Signed);
        }

        private AnomalyException TooLow(string column, double value) => new(
            $"'{column}' is {value.Shown()} in some row; log1p with scale {settings.Scale.Shown()} takes only values above "
            + $"{(-1 / settings.Scale).Shown()}. Use Log1pStep {{ Signed = true }}, or scale the column in another way.");
    }
}
