using System.Runtime.CompilerServices;

namespace AnomalyNotebooks;

/// <summary>max(0, x).</summary>
internal readonly struct ReluActivation : IActivation
{
    // A NaN stays one, so that a diverged training shows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Apply<T>(T x) where T : struct, ILanes<T> => T.ZeroWhereLess(x, default, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Slope<T>(T y) where T : struct, ILanes<T> => T.WhereGreater(y, default, T.Broadcast(1));
}
