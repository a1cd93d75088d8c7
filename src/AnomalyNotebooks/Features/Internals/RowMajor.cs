using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AnomalyNotebooks;

/// <summary>From columns to rows.</summary>
internal static class RowMajor
{
    private const int Lanes = 16;

    /// <summary>Writes a block's columns side by side into row-major storage, rounded to single precision.</summary>
    public static void Scatter(ColumnBlock block, IReadOnlyList<FeatureColumn> columns, int firstRow, Span<float> target, int stride)
    {
        Span<float> narrow = stackalloc float[Lanes];
        for (int c = 0; c < columns.Count; c++)
        {
            Span<double> from = block[c];
            int r = 0, to = c;
            for (; r <= from.Length - Lanes; r += Lanes)
            {
                Vector512<float> values = Vector512.Narrow(Vector512.Create(from.Slice(r, Lanes / 2)), Vector512.Create(from.Slice(r + (Lanes / 2), Lanes / 2)));
                if (!Vector512.EqualsAll(values - values, Vector512<float>.Zero)) break; // an infinity among them: found below, row by row
                values.CopyTo(narrow);
                ref float first = ref target.Slice(to, ((Lanes - 1) * stride) + 1)[0]; // one check of bounds for all
                for (int lane = 0; lane < Lanes; lane++) Unsafe.Add(ref first, lane * stride) = narrow[lane];
                to += Lanes * stride;
            }

            for (; r < from.Length; r++, to += stride)
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
