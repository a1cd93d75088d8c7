using System.Runtime.CompilerServices;

namespace AnomalyNotebooks.Engine;

/// <summary>|d|.</summary>
internal readonly struct AbsoluteLoss : ILoss
{
    public static float Scale(int features) => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value<T, TVector>(TVector d) where T : ILanes<TVector> where TVector : struct => T.Abs(d);

    // The sign, 0 at 0 as in PyTorch.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<T, TVector>(TVector d) where T : ILanes<TVector> where TVector : struct =>
        T.WithSign(T.WhereGreater(T.Abs(d), default, T.Broadcast(1)), d);
}

/// <summary>d².</summary>
internal readonly struct SquaredLoss : ILoss
{
    public static float Scale(int features) => 1f / features;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value<T, TVector>(TVector d) where T : ILanes<TVector> where TVector : struct => T.Multiply(d, d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<T, TVector>(TVector d) where T : ILanes<TVector> where TVector : struct => T.Add(d, d);
}

/// <summary>With a = |d| and c = min(a, 1): c (a - c/2), which is a²/2 up to 1 and a - 1/2 beyond.</summary>
internal readonly struct HuberLoss : ILoss
{
    public static float Scale(int features) => 1f / features;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value<T, TVector>(TVector d)
        where T : ILanes<TVector>
        where TVector : struct
    {
        TVector a = T.Abs(d), c = T.AtMost(T.Broadcast(1), a);
        return T.Multiply(c, T.MultiplyAdd(T.Broadcast(-0.5f), c, a));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<T, TVector>(TVector d)
        where T : ILanes<TVector> where TVector : struct => T.WithSign(T.AtMost(T.Broadcast(1), T.Abs(d)), d);
}
