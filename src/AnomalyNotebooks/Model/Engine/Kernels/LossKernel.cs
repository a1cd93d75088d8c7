using System.Runtime.CompilerServices;

namespace AnomalyNotebooks.Engine;

/// <summary>The reconstruction loss: summed down the columns with its gradient for training, summed along each row for scores.</summary>
internal static unsafe class LossKernel
{
    /// <summary>Columns are summed in this many strands, added up as a tree: a fixed order at every vector width.</summary>
    private const int Strands = 8;

    /// <summary>Writes the gradient of the summed row losses, and per column the sum of the losses over the rows (not yet
    /// scaled).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradient<T, TVector, TLoss>(
        float* outputs, float* targets, float* gradient, nint stride, int rows, float scale, float* columnSums, int from, int to)
        where T : ILanes<TVector>
        where TVector : struct
        where TLoss : ILoss
    {
        TVector factor = T.Broadcast(scale);
        for (int j = from; j < to; j += T.Count)
        {
            TVector s0 = default, s1 = default;
            float* y = outputs + j, x = targets + j, g = gradient + j;
            int r = 0;
            for (; r + 2 <= rows; r += 2, y += 2 * stride, x += 2 * stride, g += 2 * stride)
            {
                TVector d0 = T.Subtract(T.Load(y), T.Load(x)), d1 = T.Subtract(T.Load(y + stride), T.Load(x + stride));
                s0 = T.Add(s0, TLoss.Value<T, TVector>(d0));
                s1 = T.Add(s1, TLoss.Value<T, TVector>(d1));
                T.Store(g, T.Multiply(factor, TLoss.Slope<T, TVector>(d0)));
                T.Store(g + stride, T.Multiply(factor, TLoss.Slope<T, TVector>(d1)));
            }

            for (; r < rows; r++)
            {
                TVector d = T.Subtract(T.Load(y), T.Load(x));
                s0 = T.Add(s0, TLoss.Value<T, TVector>(d));
                T.Store(g, T.Multiply(factor, TLoss.Slope<T, TVector>(d)));
            }

            T.Store(columnSums + j, T.Add(s0, s1));
        }
    }

    /// <summary>The loss of each row. For at most 8 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows<T, TVector,
        TLoss>(float* outputs, float* targets, nint stride, int rows, int columns, double scale, double* losses)
        where T : ILanes<TVector>
        where TVector : struct
        where TLoss : ILoss
    {
        float* strands = stackalloc float[Strands];
        for (int r = 0; r < rows; r++, outputs += stride, targets += stride)
        {
            for (int strand = 0; strand < Strands; strand += T.Count)
            {
                TVector sum = default;
                for (int j = strand; j < columns; j += Strands)
                    sum = T.Add(sum, TLoss.Value<T, TVector>(T.Subtract(T.Load(outputs + j), T.Load(targets + j))));
                T.Store(strands + strand, sum);
            }

            losses[r] = scale * SumOfStrands(strands);
        }
    }

    /// <summary>The loss of each value, not scaled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Values<T, TVector, TLoss>(float* outputs, float* targets, float* losses, nint stride, int rows, int from, int to)
        where T : ILanes<TVector>
        where TVector : struct
        where TLoss : ILoss
    {
        for (int r = 0; r < rows; r++, outputs += stride, targets += stride, losses += stride)
            for (int j = from; j < to; j += T.Count)
                T.Store(losses + j, TLoss.Value<T, TVector>(T.Subtract(T.Load(outputs + j), T.Load(targets + j))));
    }

    /// <summary>The sum of all columns' sums.</summary>
    public static float Sum(float* columnSums, int columns)
    {
        float* strands = stackalloc float[Strands];
        for (int strand = 0; strand < Strands; strand++)
        {
            strands[strand] = columnSums[strand];
            for (int j = strand + Strands; j < columns; j += Strands) strands[strand] += columnSums[j];
        }

        return SumOfStrands(strands);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float SumOfStrands(float* s) => ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
}
