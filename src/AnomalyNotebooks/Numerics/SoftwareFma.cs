using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace AnomalyNotebooks.Numerics;

/// <summary>
/// The fused multiply-add of floats where the hardware has none, by way of doubles: their product is exact in a double, the sum is
/// rounded to odd (Boldo and Melquiond, 2008), so that narrowing it to a float rounds correctly.
/// </summary>
internal static class SoftwareFma
{
    /// <summary>Whether the processor, or a setting of the runtime, lacks the instruction.</summary>
    public static bool IsNeeded
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => !Fma.IsSupported && !AdvSimd.IsSupported;
    }

    /// <summary>a * b + c, rounded once.</summary>
    public static float MultiplyAdd(float a, float b, float c)
    {
        double product = (double)a * b, addend = c, sum = product + addend;
        if (!double.IsFinite(sum)) return (float)sum;

        // What the sum lost (Knuth's two-sum, exact).
        double virtualAddend = sum - product;
        double error = (product - (sum - virtualAddend)) + (addend - virtualAddend);
        long bits = BitConverter.DoubleToInt64Bits(sum);
        if (error != 0 && (bits & 1) == 0) bits += error > 0 == sum > 0 ? 1 : -1;
        return (float)BitConverter.Int64BitsToDouble(bits);
    }

    /// <summary>The same, four at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) => Vector128.Narrow(
        RoundToOdd(Vector128.WidenLower(a) * Vector128.WidenLower(b), Vector128.WidenLower(c)),
        RoundToOdd(Vector128.WidenUpper(a) * Vector128.WidenUpper(b), Vector128.WidenUpper(c)));

    private static Vector128<double> RoundToOdd(Vector128<double> product, Vector128<double> addend)
    {
        Vector128<double> sum = product + addend, virtualAddend = sum - product;
        Vector128<double> error = (product - (sum - virtualAddend)) + (addend - virtualAddend);
        Vector128<long> bits = sum.AsInt64();
        // Inexact and even: step by one towards the error. NaN and infinities have a NaN error, and are left alone.
        Vector128<long> isFinite = Vector128.LessThan(Vector128.Abs(sum), Vector128.Create(double.PositiveInfinity)).AsInt64();
        Vector128<long> inexact = ~Vector128.Equals(error, Vector128<double>.Zero).AsInt64() & isFinite;
        Vector128<long> even = Vector128.Equals(bits & Vector128<long>.One, Vector128<long>.Zero);
        Vector128<long> outward = Vector128.Equals(
            Vector128.GreaterThan(error, Vector128<double>.Zero).AsInt64(), Vector128.GreaterThan(sum, Vector128<double>.Zero).AsInt64());
        Vector128<long> step = Vector128.ConditionalSelect(outward, Vector128<long>.One, -Vector128<long>.One);
        return (bits + (step & inexact & even)).AsDouble();
    }
}
