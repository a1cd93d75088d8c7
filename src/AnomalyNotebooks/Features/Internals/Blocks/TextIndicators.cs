using System.Runtime.CompilerServices;

namespace AnomalyNotebooks;

/// <summary>One-hot features of one text column, looked up by the row's code.</summary>
internal sealed class TextIndicators(int[] codes, int[] placeOfCode, IReadOnlyList<FeatureColumn> features) : BoundChain(features)
{
    public override bool IsIndicator => true;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Places(int first, Span<int> places, BlockScratch scratch)
    {
        ReadOnlySpan<int> from = codes.AsSpan(first, places.Length);
        ReadOnlySpan<int> ofCode = placeOfCode;
        for (int r = 0; r < places.Length; r++) places[r] = ofCode[from[r]];
    }
}
