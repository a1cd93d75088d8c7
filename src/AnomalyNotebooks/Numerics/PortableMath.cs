namespace AnomalyNotebooks;

/// <summary>
/// Elementary functions that give the same bits on every machine. <see cref="Math"/>'s go to the platform's C library and
/// differ between systems; these use only +, -, *, / and bit operations, each exactly rounded by IEEE 754, in one fixed order.
/// Algorithms and coefficients are those of FreeBSD's msun (fdlibm; Sun Microsystems, 1993), with errors below 1 ulp.
/// </summary>
public static partial class PortableMath
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

    /// <summary>
    /// The standard normal quantile: the z with <paramref name="probability"/> of the distribution below it. Of 0 and 1: minus and plus
    /// infinity; outside [0, 1]: NaN. Wichura's algorithm AS 241 (PPND16, 1988), relative error about 1e-16.
    /// </summary>
    public static double InverseNormalCdf(double probability)
    {
        if (!(probability >= 0 && probability <= 1)) return double.NaN;
        double q = probability - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            double r = 0.180625 - (q * q);
            return q * Polynomial(CentralNumerator, r) / Polynomial(CentralDenominator, r);
        }

        double tail = q < 0 ? probability : 1 - probability;
        if (tail == 0) return q < 0 ? double.NegativeInfinity : double.PositiveInfinity;
        double t = Math.Sqrt(-Log(tail));
        double z = t <= 5
            ? Polynomial(MiddleNumerator, t - 1.6) / Polynomial(MiddleDenominator, t - 1.6)
            : Polynomial(FarNumerator, t - 5) / Polynomial(FarDenominator, t - 5);
        return q < 0 ? -z : z;
    }

    private static ReadOnlySpan<double> CentralNumerator =>
    [
        3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
        4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3,
    ];

    private static ReadOnlySpan<double> CentralDenominator =>
    [
        1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
        2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3,
    ];

    private static ReadOnlySpan<double> MiddleNumerator =>
    [
        1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
        1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
    ];

    private static ReadOnlySpan<double> MiddleDenominator =>
    [
        1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
    ];

    private static ReadOnlySpan<double> FarNumerator =>
    [
        6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
        2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ];

    private static ReadOnlySpan<double> FarDenominator =>
    [
        1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
    ];

    // Horner's scheme, coefficients from the constant on.
    private static double Polynomial(ReadOnlySpan<double> coefficients, double x)
    {
        double sum = 0;
        for (int i = coefficients.Length - 1; i >= 0; i--) sum = (sum * x) + coefficients[i];
        return sum;
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
