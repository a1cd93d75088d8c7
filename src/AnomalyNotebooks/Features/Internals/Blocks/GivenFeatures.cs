namespace AnomalyNotebooks;

/// <summary>Features that are there already.</summary>
internal sealed class GivenFeatures(ColumnBlock values, IReadOnlyList<FeatureColumn> features) : BoundChain(features)
{
    public override void Fill(int first, int rows, Span<float> columns, int distance, BlockScratch scratch)
    {
        for (int c = 0; c < Features.Count; c++) Round(values.Columns[c].AsSpan(first, rows), columns.Slice(c * distance, rows), Features[c], first);
    }
}
