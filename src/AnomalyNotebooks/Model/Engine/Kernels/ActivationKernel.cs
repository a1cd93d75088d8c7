using System.Runtime.CompilerServices;

namespace AnomalyNotebooks.Engine;

/// <summary>Activations of layers without a BatchNorm, and sums down the rows for the gradient of a bias.</summary>
internal static unsafe class ActivationKernel
{
    /// <summary>values = activation(values).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply<T, TVector, TActivation>(float* values, nint stride, int rows, int from, int to)
        where T : ILanes<TVector>
        where TVector : struct
        where TActivation : IActivation
    {
        for (int r = 0; r < rows; r++, values += stride)
            for (int j = from; j < to; j += T.Count) T.Store(values + j, TActivation.Apply<T, TVector>(T.Load(values + j)));
    }

    /// <summary>The gradient of the outputs becomes that of the inputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<T, TVector, TActivation>(float* gradient, float* output, nint stride, int rows, int from, int to)
        where T : ILanes<TVector>
        where TVector : struct
        where TActivation : IActivation
    {
        for (int r = 0; r < rows; r++, gradient += stride, output += stride)
            for (int j = from; j < to; j += T.Count)
                T.Store(gradient + j, T.Multiply(T.Load(gradient + j), TActivation.Slope<T, TVector>(T.Load(output + j))));
    }

    /// <summary>sums[j] = Σ over the rows of values[row, j], in the order of the rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ColumnSums<T, TVector>(float* values, nint stride, int rows, float* sums, int from, int to)
        where T : ILanes<TVector>
        where TVector : struct
    {
        for (int j = from; j < to; j += T.Count)
        {
            TVector sum = default;
            float* at = values + j;
            for (int r = 0; r < rows; r++, at += stride) sum = T.Add(sum, T.Load(at));
            T.Store(sums + j, sum);
        }
    }

    /// <summary>target += addend.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddTo<T, TVector>(float* target, float* addend, int from, int to)
        where T : ILanes<TVector>
        where TVector : struct
    {
        for (int j = from; j < to; j += T.Count) T.Store(target + j, T.Add(T.Load(target + j), T.Load(addend + j)));
    }
}
