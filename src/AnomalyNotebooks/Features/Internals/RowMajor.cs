namespace AnomalyNotebooks;

/// <summary>From columns to rows.</summary>
internal static class RowMajor
{
    /// <summary>Writes a block's columns side by side into row-major storage, rounded to single precision.</summary>
    public static void Scatter(ColumnBlock block, IReadOnlyList<FeatureColumn> columns, int firstRow, Span<float> target, int stride)
    {
        for (int c = 0; c < columns.Count; c++)
        {
            Span<double> from = block[c];
            for (int r = 0, to = c; r < from.Length; r++, to += stride)
            {
                float value = (float)from[r];
                if (!float.IsFinite(value)) throw TooLarge(columns[c].Name, firstRow + r, from[r]);
                target[to] = value;
            }
        }
    }

    private static AnomalyException TooLarge(string feature, int row, double value) => new(
        $"Row {row} has {value.Shown()} as '{feature}', more than single precision holds. Scale the column, or take its logarithm.");
}
