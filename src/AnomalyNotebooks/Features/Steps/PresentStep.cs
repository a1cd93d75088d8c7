using System.Runtime.CompilerServices;
using System.Text.Json;

namespace AnomalyNotebooks;

/// <summary>1 where the value is above 0, else 0: for columns whose size means nothing, such as TCP's random first sequence
/// numbers. The feature is renamed, <c>stcpb</c> to <c>stcpb &gt; 0</c>. Learns nothing.</summary>
public sealed record PresentStep : FeatureStep
{
    internal const string Name = "present";

    /// <inheritdoc/>
    public override string Kind => Name;

    internal override FittedFeatureStep Fit(ColumnBlock input, IReadOnlyList<FeatureColumn> columns)
    {
        foreach (FeatureColumn column in columns)
            if (column.Vocabulary is not null) throw NeedsNumbers(column);
        return new Fitted(this, columns);
    }

    internal override FittedFeatureStep? FitCounted(double[] values, int[] counts, FeatureColumn column) => Fit(ColumnBlock.Of(values), [column]);

    internal static FittedFeatureStep Read(JsonElement json, IReadOnlyList<FeatureColumn> columns) => new Fitted(new PresentStep(), columns);

    private sealed class Fitted(PresentStep settings, IReadOnlyList<FeatureColumn> inputs)
        : FittedColumnwiseStep(settings, [.. inputs.Select(column => column.Renamed($"{column.Name} > 0"))])
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Transform(int column, ReadOnlySpan<double> from, Span<double> to)
        {
            for (int r = 0; r < to.Length; r++) to[r] = from[r] > 0 ? 1 : 0;
        }

        public override void Write(Utf8JsonWriter json)
        {
        }
    }
}
