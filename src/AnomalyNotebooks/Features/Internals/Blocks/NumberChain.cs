namespace AnomalyNotebooks;

/// <summary>One feature of one numeric column.</summary>
internal sealed class NumberChain(FeatureSource.Bound source, FittedColumnwiseStep[] steps, IReadOnlyList<FeatureColumn> features) : BoundChain(features)
{
    public override void Fill(int first, int rows, Span<float> columns, int distance, BlockScratch scratch)
    {
        Span<double> values = scratch.Column(rows);
        Span<float> target = columns[..rows];
        Cache.Fetch(source.After(first + rows, rows));
        if (TryFill(source.Numbers(first, rows), values, target)) return;

        // Again at leisure: something is not finite, or only on the way and clipped in the end.
        source.Read(first, values);
        foreach (FittedColumnwiseStep step in steps) step.Transform(0, values, values);
        Round(values, target, Features[0], first);
    }

    private bool TryFill(ReadOnlySpan<double> from, Span<double> scratch, Span<float> to)
    {
        if (steps.Length == 0) return SinglePrecision.TryRound(from, to);
        if (steps.Length > 1 && !VectorMath.AreFinite(from)) return false;
        foreach (FittedColumnwiseStep step in steps.AsSpan(..^1))
        {
            step.Transform(0, from, scratch);
            from = scratch;
        }

        return steps[^1].TryFinish(0, from, scratch, to);
    }
}
