namespace AnomalyNotebooks;

public static partial class PortableMath
{
    // Beyond this tanh is 1 in a float.
    internal const float TanhSaturated = 9.5f;
    internal const float MinusTwoLog2OfE = -2.88539008f, Ln2 = 0.693147182f;

    // Adding 1.5 * 2^23 rounds to an integer, which then stands in the lowest bits; 127 more makes it an exponent field.
    internal const float RoundToExponent = 12582912 + 127;

    // 1 - e^-r = r + r² (E2 + E3 r + E4 r² + E5 r³ + E6 r⁴), minimax in relative error for |r| up to ½ ln 2.
    internal const float E2 = -0.49999997f, E3 = 0.16666543f, E4 = -0.04166722f, E5 = 0.008366516f, E6 = -0.0013880677f;

    /// <summary>
    /// The hyperbolic tangent of a float, at most 2 ulp from the correctly rounded value: tanh |x| = n / (2 - n) with n = 1 - e^(-2|x|),
    /// where e^(-2|x|) = 2^k e^-r with |r| at most ½ ln 2, and 1 - e^-r is a polynomial of degree 6. Odd; a NaN stays one.
    /// </summary>
    public static float Tanh(float x)
    {
        float a = MathF.Abs(x) > TanhSaturated ? TanhSaturated : MathF.Abs(x);
        float biased = MultiplyAdd(a, MinusTwoLog2OfE, RoundToExponent), k = biased - RoundToExponent;
        float r = MultiplyAdd(k, Ln2, a + a);
        float q = MultiplyAdd(r, MultiplyAdd(r, MultiplyAdd(r, MultiplyAdd(r, E6, E5), E4), E3), E2);
        float minusExpm1 = MultiplyAdd(r * r, q, r); // 1 - e^-r
        float power = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(biased) << 23); // 2^k
        float n = MultiplyAdd(power, minusExpm1, 1 - power);
        return MathF.CopySign(n / (2 - n), x);
    }

    /// <summary>a * b + c, rounded once, with or without an instruction for it.</summary>
    internal static float MultiplyAdd(float a, float b, float c) =>
        SoftwareFma.IsNeeded ? SoftwareFma.MultiplyAdd(a, b, c) : MathF.FusedMultiplyAdd(a, b, c);
}
