using System.Runtime.CompilerServices;

namespace AnomalyNotebooks.Engine;

/// <summary>max(0, x).</summary>
internal readonly struct ReluActivation : IActivation
{
    // A NaN stays one, so that a diverged training shows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<T, TVector>(TVector x) where T : ILanes<TVector> where TVector : struct => T.ZeroWhereLess(x, default, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<T, TVector>(TVector y)
        where T : ILanes<TVector> where TVector : struct => T.WhereGreater(y, default, T.Broadcast(1));
}
