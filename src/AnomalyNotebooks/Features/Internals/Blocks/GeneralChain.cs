namespace AnomalyNotebooks;

/// <summary>Any number of features of any number of columns, by any steps.</summary>
internal sealed class GeneralChain(FeatureSource.Bound[] sources, FittedFeatureStep[] steps, IReadOnlyList<FeatureColumn> features) : BoundChain(features)
{
    public override void Fill(int first, int rows, Span<float> columns, int distance, BlockScratch scratch)
    {
        int taken = 0;
        ColumnBlock block = Next(sources.Length);
        for (int c = 0; c < sources.Length; c++) sources[c].Read(first, block[c]);
        foreach (FittedFeatureStep step in steps)
        {
            ColumnBlock next = Next(step.Outputs.Count);
            step.Transform(block, next);
            block = next;
        }

        for (int c = 0; c < Features.Count; c++) Round(block[c], columns.Slice(c * distance, rows), Features[c], first);

        ColumnBlock Next(int count) => new(scratch.Columns((taken += count) - count, count), rows);
    }
}
