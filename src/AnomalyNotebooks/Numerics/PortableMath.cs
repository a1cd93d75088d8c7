namespace AnomalyNotebooks;

/// <summary>
/// Elementary functions that give the same bits on every machine. <see cref="Math"/>'s go to the platform's C library and
/// differ between systems; these use only +, -, *, / and bit operations, each exactly rounded by IEEE 754, in one fixed order.
/// Algorithms and coefficients are those of FreeBSD's msun (fdlibm; Sun Microsystems, 1993), with errors below 1 ulp.
/// </summary>
public static class PortableMath
{
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;

    /// <summary>The natural logarithm. Of 0: negative infinity; of a negative number: NaN.</summary>
    public static double Log(double x)
    {
        if (double.IsNaN(x) || x < 0) return double.NaN;
        if (x == 0) return double.NegativeInfinity;
        if (double.IsPositiveInfinity(x)) return x;

        int k = 0;
        if (x < 2.2250738585072014e-308) // subnormal: scale into the normal range
        {
            x *= 18014398509481984.0; // 2^54
            k = -54;
        }

        // x = 2^k * (1 + f) with sqrt(2)/2 < 1 + f < sqrt(2).
        ulong bits = BitConverter.DoubleToUInt64Bits(x);
        uint high = (uint)(bits >> 32) + (0x3ff00000 - 0x3fe6a09e);
        k += (int)(high >> 20) - 0x3ff;
        high = (high & 0x000fffff) + 0x3fe6a09e;
        double f = BitConverter.UInt64BitsToDouble(((ulong)high << 32) | (bits & 0xffffffff)) - 1.0;

        return LogOfOnePlus(f, k, 0);
    }

    /// <summary>log(1 + x), accurate for small x too. Below -1: NaN.</summary>
    public static double Log1p(double x)
    {
        if (double.IsNaN(x) || x < -1) return double.NaN;
        if (x == -1) return double.NegativeInfinity;
        if (double.IsPositiveInfinity(x)) return x;
        if (Math.Abs(x) < 1.1102230246251565e-16) return x; // below 2^-53 the sum would not see it

        double u = 1 + x;
        ulong bits = BitConverter.DoubleToUInt64Bits(u);
        uint high = (uint)(bits >> 32) + (0x3ff00000 - 0x3fe6a09e);
        int k = (int)(high >> 20) - 0x3ff;
        // What rounding 1 + x lost, as a correction of the logarithm.
        double c = k < 54 ? (k >= 2 ? 1 - (u - x) : x - (u - 1)) / u : 0;
        high = (high & 0x000fffff) + 0x3fe6a09e;
        double f = BitConverter.UInt64BitsToDouble(((ulong)high << 32) | (bits & 0xffffffff)) - 1.0;
        return LogOfOnePlus(f, k, c);
    }

    /// <summary>e to the power of <paramref name="x"/>.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x)) return x;
        if (x > 709.782712893383973096) return double.PositiveInfinity;
        if (x < -745.13321910194110842) return 0;

        // x = k ln 2 + r with |r| <= ln 2 / 2, r kept as high - low.
        int k = 0;
        double high = x, low = 0;
        if (Math.Abs(x) > 0.5 * 0.6931471805599453)
        {
            k = (int)((1.44269504088896338700 * x) + (x < 0 ? -0.5 : 0.5));
            high = x - (k * Ln2High);
            low = k * Ln2Low;
        }
        else if (Math.Abs(x) < 3.725290298461914e-09)
        {
            return 1 + x;
        }

        double r = high - low, t = r * r;
        double c = r - (t * (1.66666666666666019037e-01 + (t * (-2.77777777770155933842e-03
            + (t * (6.61375632143793436117e-05 + (t * (-1.65339022054652515390e-06 + (t * 4.13813679705723846039e-08)))))))));
        double y = 1 + ((r * c / (2 - c)) - low + high);
        return k == 0 ? y : Scale(y, k);
    }

    // log(1 + f) + k ln 2 + c, for |f| < sqrt(2) - 1 (k_log.h and e_log.c of msun).
    private static double LogOfOnePlus(double f, int k, double c)
    {
        double halfSquare = 0.5 * f * f, s = f / (2.0 + f), z = s * s, w = z * z;
        double t1 = w * (3.999999999940941908e-01 + (w * (2.222219843214978396e-01 + (w * 1.531383769920937332e-01))));
        double t2 = z * (6.666666666666735130e-01 + (w * (2.857142874366239149e-01
            + (w * (1.818357216161805012e-01 + (w * 1.479819860511658591e-01))))));
        double r = t2 + t1;
        return (s * (halfSquare + r)) + ((k * Ln2Low) + c) - halfSquare + f + (k * Ln2High);
    }

    // y * 2^k without intermediate overflow or double rounding in the normal range.
    private static double Scale(double y, int k)
    {
        if (k > 1023) return y * 8.98846567431158e307 * PowerOfTwo(k - 1023);
        if (k < -1022) return y * PowerOfTwo(k + 54) * 5.551115123125783e-17;
        return y * PowerOfTwo(k);
    }

    private static double PowerOfTwo(int k) => BitConverter.UInt64BitsToDouble((ulong)(k + 1023) << 52);
}
