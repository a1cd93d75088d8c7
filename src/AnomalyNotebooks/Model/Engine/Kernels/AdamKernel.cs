using System.Runtime.CompilerServices;

namespace AnomalyNotebooks.Engine;

/// <summary>Adam (Kingma and Ba, 2015) with its usual constants, as PyTorch computes it.</summary>
internal static unsafe class AdamKernel
{
    private const float Beta1 = 0.9f, Beta2 = 0.999f, KeepNew1 = (float)(1 - 0.9), KeepNew2 = (float)(1 - 0.999);

    // Where a gradient stays 0 its averages decay for ever; below this they are 0, before they become subnormal and slow.
    private const float Negligible = 1e-30f;

    /// <summary>Moves the parameters by one step.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="gradient">Their gradient.</param>
    /// <param name="mean">Running mean of the gradient.</param>
    /// <param name="square">Running mean of its square.</param>
    /// <param name="stepSize">Learning rate * √(1 - β₂^t) / (1 - β₁^t): both bias corrections.</param>
    /// <param name="epsilon">1e-8 * √(1 - β₂^t).</param>
    /// <param name="from">First parameter.</param>
    /// <param name="to">End; the range is a multiple of the lanes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Step<T, TVector>(
        float* parameters, float* gradient, float* mean, float* square, float stepSize, float epsilon, int from, int to)
        where T : ILanes<TVector>
        where TVector : struct
    {
        TVector beta1 = T.Broadcast(Beta1), beta2 = T.Broadcast(Beta2), new1 = T.Broadcast(KeepNew1), new2 = T.Broadcast(KeepNew2);
        TVector minusStep = T.Broadcast(-stepSize), guard = T.Broadcast(epsilon), negligible = T.Broadcast(Negligible);
        for (int i = from; i < to; i += T.Count)
        {
            TVector g = T.Load(gradient + i);
            TVector m = T.MultiplyAdd(new1, g, T.Multiply(beta1, T.Load(mean + i)));
            TVector v = T.MultiplyAdd(T.Multiply(new2, g), g, T.Multiply(beta2, T.Load(square + i)));
            m = T.ZeroWhereLess(T.Abs(m), negligible, m);
            v = T.ZeroWhereLess(v, negligible, v);
            T.Store(mean + i, m);
            T.Store(square + i, v);
            TVector update = T.Divide(m, T.Add(T.SquareRoot(v), guard));
            T.Store(parameters + i, T.MultiplyAdd(minusStep, update, T.Load(parameters + i)));
        }
    }
}
