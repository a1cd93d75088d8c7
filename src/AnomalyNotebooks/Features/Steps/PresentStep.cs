using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>1 where the value is above 0, else 0: for columns whose size means nothing, such as TCP's random first sequence
/// numbers. The feature is renamed, <c>seq</c> to <c>seq &gt; 0</c>. Learns nothing.</summary>
internal sealed record PresentStep : FeatureStep
{
    internal const string Name = "present";

    /// <inheritdoc/>
    public override string Kind => Name;

    internal override FittedStep Fit(ColumnBlock input, IReadOnlyList<FeatureColumn> columns)
    {
        NeedNumbers(columns);
        return new Fitted(this, columns);
    }

    internal static FittedStep Read(JsonElement json, IReadOnlyList<FeatureColumn> columns) => new Fitted(new PresentStep(), columns);

    private sealed class Fitted(PresentStep settings, IReadOnlyList<FeatureColumn> inputs)
        : FittedStep(settings, [.. inputs.Select(column => column.Renamed($"{column.Name} > 0"))])
    {
        public override void Transform(ColumnBlock input, ColumnBlock output)
        {
            for (int c = 0; c < inputs.Count; c++)
            {
                Span<double> from = input[c], to = output[c];
                for (int r = 0; r < to.Length; r++) to[r] = from[r] > 0 ? 1 : 0;
            }
        }

        public override void WriteJson(Utf8JsonWriter json)
        {
        }
    }
}
