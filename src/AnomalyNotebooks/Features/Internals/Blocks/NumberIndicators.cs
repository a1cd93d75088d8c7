namespace AnomalyNotebooks;

/// <summary>One-hot features of one numeric column.</summary>
internal sealed class NumberIndicators(FeatureSource.Bound source, FittedColumnwiseStep[] steps, FittedIndicatorStep last) : BoundChain(last.Outputs)
{
    public override bool IsIndicator => true;

    public override void Places(int first, Span<int> places, BlockScratch scratch)
    {
        ReadOnlySpan<double> values = source.Numbers(first, places.Length);
        Cache.Fetch(source.After(first + places.Length, places.Length));
        if (steps.Length > 0 || !VectorMath.AreFinite(values))
        {
            Span<double> changed = scratch.Column(places.Length);
            source.Read(first, changed);
            foreach (FittedColumnwiseStep step in steps) step.Transform(0, changed, changed);
            values = changed;
        }

        last.Places(values, places);
    }
}
