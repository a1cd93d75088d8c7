using System.Runtime.CompilerServices;
using static AnomalyNotebooks.PortableMath;

namespace AnomalyNotebooks.Engine;

/// <summary><see cref="PortableMath.Tanh"/>, lane by lane.</summary>
internal readonly struct TanhActivation : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<T, TVector>(TVector x)
        where T : ILanes<TVector>
        where TVector : struct
    {
        TVector a = T.AtMost(T.Broadcast(TanhSaturated), T.Abs(x)), one = T.Broadcast(1), two = T.Broadcast(2);
        TVector biased = T.MultiplyAdd(a, T.Broadcast(MinusTwoLog2OfE), T.Broadcast(RoundToExponent));
        TVector k = T.Subtract(biased, T.Broadcast(RoundToExponent));
        TVector r = T.MultiplyAdd(k, T.Broadcast(Ln2), T.Add(a, a));
        TVector q = T.MultiplyAdd(r, T.Broadcast(E6), T.Broadcast(E5));
        q = T.MultiplyAdd(r, q, T.Broadcast(E4));
        q = T.MultiplyAdd(r, q, T.Broadcast(E3));
        q = T.MultiplyAdd(r, q, T.Broadcast(E2));
        TVector minusExpm1 = T.MultiplyAdd(T.Multiply(r, r), q, r); // 1 - e^-r
        TVector power = T.ExponentFromLowBits(biased);
        TVector n = T.MultiplyAdd(power, minusExpm1, T.Subtract(one, power));
        return T.WithSign(T.Divide(n, T.Subtract(two, n)), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<T, TVector>(TVector y)
        where T : ILanes<TVector> where TVector : struct => T.Subtract(T.Broadcast(1), T.Multiply(y, y));
}
