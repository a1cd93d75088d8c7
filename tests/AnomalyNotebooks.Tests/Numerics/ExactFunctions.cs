using System.Numerics;

namespace AnomalyNotebooks.Tests.Numerics;

/// <summary>exp, log, log(1 + x) and tanh correctly rounded, for tests to compare with: computed in whole numbers to some 250 bits,
/// from nothing but their series, and rounded once.</summary>
internal static class ExactFunctions
{
    // A number is held as a whole number of 2^-Bits.
    private const int Bits = 320;

    private static readonly BigInteger One = BigInteger.One << Bits;
    private static readonly BigInteger Ln2 = 2 * InverseHyperbolicTangent(One / 3);

    /// <summary>e^x. Of a finite number.</summary>
    public static double Exp(double x)
    {
        (BigInteger value, int power) = Exponential(Fixed(x));
        return Rounded(value, power);
    }

    /// <summary>log x, x above 0.</summary>
    public static double Log(double x)
    {
        (BigInteger mantissa, int power) = Parts(x);
        return Rounded(Logarithm(mantissa << (Bits - 60), power + 60), 0);
    }

    /// <summary>log(1 + x), x above -1.</summary>
    public static double Log1p(double x)
    {
        if (Math.Abs(x) < 1e-30) return x; // half a square below it: far from the next number
        if (x > 1e60) return Log(x);
        return Rounded(Logarithm(One + Fixed(x), 0), 0);
    }

    /// <summary>tanh x as the nearest float.</summary>
    public static float Tanh(float x) => (float)Tanh(x, mantissaBits: 24); // 24 bits: the cast does not round

    /// <summary>tanh x as the nearest double.</summary>
    public static double TanhInDouble(float x) => Tanh(x, mantissaBits: 53);

    /// <summary>How many numbers apart two numbers of one sign are.</summary>
    public static long Distance(double a, double b) => Math.Abs(BitConverter.DoubleToInt64Bits(a) - BitConverter.DoubleToInt64Bits(b));

    private static double Tanh(float x, int mantissaBits)
    {
        if (Math.Abs(x) < 1e-30f) return x;
        if (Math.Abs(x) > 50) return Math.CopySign(1, x);
        (BigInteger value, int power) = Exponential(2 * Fixed(Math.Abs(x)));
        BigInteger e = value << power;
        return Math.CopySign(Rounded(((e - One) << Bits) / (e + One), 0, mantissaBits), x);
    }

    // x = mantissa * 2^power, exactly.
    private static (BigInteger Mantissa, int Power) Parts(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)(bits >> 52) & 0x7ff;
        long mantissa = (bits & 0xfffffffffffff) | (exponent == 0 ? 0 : 1L << 52);
        return (x < 0 ? -mantissa : mantissa, Math.Max(exponent, 1) - 1075);
    }

    private static BigInteger Fixed(double x)
    {
        (BigInteger mantissa, int power) = Parts(x);
        return power + Bits >= 0 ? mantissa << (power + Bits) : mantissa >> -(power + Bits);
    }

    // e^x = value * 2^power: x = power ln 2 + r, and e^r = (e^(r / 2^16))^(2^16) by its series.
    private static (BigInteger Value, int Power) Exponential(BigInteger x)
    {
        const int Halvings = 16;
        var power = (int)(x / Ln2);
        BigInteger r = (x - (power * Ln2)) >> Halvings, term = One, sum = One;
        for (int n = 1; !term.IsZero && term != BigInteger.MinusOne; n++)
        {
            term = ((term * r) >> Bits) / n;
            sum += term;
        }

        for (int i = 0; i < Halvings; i++) sum = (sum * sum) >> Bits;
        return (sum, power);
    }

    // log of value * 2^power: log m + k ln 2, where m from 2/3 to 4/3 and log m = 2 artanh((m - 1) / (m + 1)).
    private static BigInteger Logarithm(BigInteger value, int power)
    {
        int shift = (int)value.GetBitLength() - 1 - Bits; // value = m 2^shift, 1 <= m < 2
        if (3 * (shift >= 0 ? value >> shift : value << -shift) > 4 * One) shift++;
        // m 2^Bits, not yet rounded to a whole number, comes from value by a shift that loses nothing where shift <= 0.
        BigInteger scale = One << Math.Max(shift, 0), scaled = value << Math.Max(-shift, 0);
        return (2 * InverseHyperbolicTangent(((scaled - scale) << Bits) / (scaled + scale))) + ((shift + power) * Ln2);
    }

    private static BigInteger InverseHyperbolicTangent(BigInteger x)
    {
        BigInteger square = (x * x) >> Bits, odd = x, sum = x;
        for (int n = 3; ; n += 2)
        {
            odd = (odd * square) >> Bits;
            BigInteger term = odd / n;
            if (term.IsZero || term == BigInteger.MinusOne) return sum;
            sum += term;
        }
    }

    // The number nearest to value * 2^(power - Bits), ties to even.
    private static double Rounded(BigInteger value, int power, int mantissaBits = 53)
    {
        if (value.IsZero) return 0;
        BigInteger size = BigInteger.Abs(value);
        int lowest = Math.Max((int)size.GetBitLength() - mantissaBits + power - Bits, -1074); // the last bit that a double of this size has
        int drop = lowest - power + Bits;
        BigInteger kept = size << -Math.Min(drop, 0);
        if (drop > 0)
        {
            BigInteger half = BigInteger.One << (drop - 1), rest = size & ((half << 1) - 1);
            kept = size >> drop;
            if (rest > half || (rest == half && !kept.IsEven)) kept++;
        }

        double result = Math.ScaleB((double)kept, lowest); // exact: kept has at most 53 bits, and a subnormal's places were cut above
        return value.Sign < 0 ? -result : result;
    }
}
