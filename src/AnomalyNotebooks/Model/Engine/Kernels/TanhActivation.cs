using System.Runtime.CompilerServices;

namespace AnomalyNotebooks.Engine;

/// <summary>
/// The hyperbolic tangent, at most 2 ulp from the correctly rounded value, from operations that round alike everywhere: tanh |x| = n / (2 - n) with n = 1 - e^(-2|x|),
/// where e^(-2|x|) = 2^k e^-r with |r| at most ½ ln 2, and 1 - e^-r is a polynomial (minimax in relative error, degree 6).
/// </summary>
internal readonly struct TanhActivation : IActivation
{
    private const float MinusTwoLog2OfE = -2.88539008f;
    private const float Ln2 = 0.693147182f;

    // Beyond this tanh is 1 in a float.
    private const float Saturated = 9.5f;

    // Adding 1.5 * 2^23 rounds to an integer, which then stands in the lowest bits; 127 more makes it an exponent field.
    private const float RoundToExponent = 12582912 + 127;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<T, TVector>(TVector x)
        where T : ILanes<TVector>
        where TVector : struct
    {
        TVector a = T.AtMost(T.Broadcast(Saturated), T.Abs(x)), one = T.Broadcast(1), two = T.Broadcast(2);
        TVector biased = T.MultiplyAdd(a, T.Broadcast(MinusTwoLog2OfE), T.Broadcast(RoundToExponent));
        TVector k = T.Subtract(biased, T.Broadcast(RoundToExponent));
        TVector r = T.MultiplyAdd(k, T.Broadcast(Ln2), T.Add(a, a));
        TVector q = T.MultiplyAdd(r, T.Broadcast(-0.0013880677f), T.Broadcast(0.008366516f));
        q = T.MultiplyAdd(r, q, T.Broadcast(-0.04166722f));
        q = T.MultiplyAdd(r, q, T.Broadcast(0.16666543f));
        q = T.MultiplyAdd(r, q, T.Broadcast(-0.49999997f));
        TVector minusExpm1 = T.MultiplyAdd(T.Multiply(r, r), q, r); // 1 - e^-r
        TVector power = T.ExponentFromLowBits(biased);
        TVector n = T.MultiplyAdd(power, minusExpm1, T.Subtract(one, power));
        return T.WithSign(T.Divide(n, T.Subtract(two, n)), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope<T, TVector>(TVector y) where T : ILanes<TVector> where TVector : struct => T.Subtract(T.Broadcast(1), T.Multiply(y, y));
}
