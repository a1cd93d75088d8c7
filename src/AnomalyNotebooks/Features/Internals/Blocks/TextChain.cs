using System.Runtime.CompilerServices;

namespace AnomalyNotebooks;

/// <summary>One feature of one text column, looked up by the row's code.</summary>
internal sealed class TextChain(int[] codes, float[] ofCode, IReadOnlyList<FeatureColumn> features) : BoundChain(features)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Fill(int first, int rows, Span<float> columns, int distance, BlockScratch scratch)
    {
        ReadOnlySpan<int> from = codes.AsSpan(first, rows);
        ReadOnlySpan<float> values = ofCode;
        Span<float> to = columns[..from.Length];
        for (int r = 0; r < from.Length; r++) to[r] = values[from[r]];
    }
}
