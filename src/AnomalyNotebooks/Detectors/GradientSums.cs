using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AnomalyNotebooks;

/// <summary>
/// A sum of gradients, hessians and a count of rows, in fixed point: gradients in units of 2^-30, and in one number
/// hessians in units of 2^-24 below bit 42 and the rows above it.
/// </summary>
/// <remarks>
/// Integer sums are exact, so a histogram has the same bits whatever the order of its rows, the vector width or the number of
/// threads, and the larger child's histogram is exactly the parent's less the smaller child's. Holds for fewer than 2^20 rows.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct GradientSums(long Gradients, long HessiansAndRows)
{
    public const int MaxRows = (1 << 20) - 1;
    private const int RowShift = 42;
    private const double GradientUnit = 1.0 / (1L << 30), HessianUnit = 1.0 / (1L << 24);

    public double Gradient => Gradients * GradientUnit;

    public double Hessian => (HessiansAndRows & ((1L << RowShift) - 1)) * HessianUnit;

    public int Rows => (int)(HessiansAndRows >> RowShift);

    /// <summary>One row: gradient within [-1, 1], hessian within [0, 0.25], as the logistic loss gives them.</summary>
    public static GradientSums Of(double gradient, double hessian) =>
        new((long)Math.Floor((gradient / GradientUnit) + 0.5), (long)Math.Floor((hessian / HessianUnit) + 0.5) + (1L << RowShift));

    public static GradientSums operator +(GradientSums a, GradientSums b) =>
        new(a.Gradients + b.Gradients, a.HessiansAndRows + b.HessiansAndRows);

    public static GradientSums operator -(GradientSums a, GradientSums b) =>
        new(a.Gradients - b.Gradients, a.HessiansAndRows - b.HessiansAndRows);

    /// <summary>Adds <paramref name="count"/> rows to the histograms of the eight features of one block.</summary>
    /// <param name="bins">The block's bin numbers, eight a row.</param>
    /// <param name="rows">The rows to add.</param>
    /// <param name="sums">Each row's own sums, in the order of <paramref name="rows"/>.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="histogram">The node's histogram.</param>
    /// <param name="offsets">Where the eight features begin in it.</param>
    public static unsafe void Accumulate(byte* bins, int* rows, GradientSums* sums, int count, GradientSums* histogram, int* offsets)
    {
        GradientSums* h0 = histogram + offsets[0], h1 = histogram + offsets[1], h2 = histogram + offsets[2], h3 = histogram + offsets[3];
        GradientSums* h4 = histogram + offsets[4], h5 = histogram + offsets[5], h6 = histogram + offsets[6], h7 = histogram + offsets[7];
        for (int i = 0; i < count; i++)
        {
            ulong eight = *(ulong*)(bins + ((long)rows[i] * FeatureBins.BlockWidth));
            if (!BitConverter.IsLittleEndian) eight = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(eight);
            Vector128<long> sum = Vector128.Load((long*)(sums + i));
            Add((long*)(h0 + (byte)eight), sum);
            Add((long*)(h1 + (byte)(eight >> 8)), sum);
            Add((long*)(h2 + (byte)(eight >> 16)), sum);
            Add((long*)(h3 + (byte)(eight >> 24)), sum);
            Add((long*)(h4 + (byte)(eight >> 32)), sum);
            Add((long*)(h5 + (byte)(eight >> 40)), sum);
            Add((long*)(h6 + (byte)(eight >> 48)), sum);
            Add((long*)(h7 + (byte)(eight >> 56)), sum);
        }
    }

    private static unsafe void Add(long* bin, Vector128<long> sum) => (Vector128.Load(bin) + sum).Store(bin);
}
