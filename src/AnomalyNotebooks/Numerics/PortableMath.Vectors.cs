using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AnomalyNotebooks;

public static partial class PortableMath
{
    /// <summary>log(1 + scale * x) of each value, eight at a time: the steps of <see cref="Log1p(double)"/> in the same order, hence the
    /// same bits.</summary>
    /// <param name="x">The values.</param>
    /// <param name="y">As long as <paramref name="x"/>, and may be the same memory.</param>
    /// <param name="scale">A positive number.</param>
    /// <returns>The place of the first value that is -1 or less when scaled, before which the others were treated; -1 where there is
    /// none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Log1p(ReadOnlySpan<double> x, Span<double> y, double scale)
    {
        ref double from = ref MemoryMarshal.GetReference(x), to = ref MemoryMarshal.GetReference(y[..x.Length]);
        int i = 0;
        for (; Vector256.IsHardwareAccelerated && i <= x.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            Vector512<double> values = Vector512.LoadUnsafe(ref from, (nuint)i) * scale;
            if (Vector512.LessThanAll(values.AsUInt64(), Vector512.Create(double.PositiveInfinity).AsUInt64())) // finite, without a sign
            {
                LogOfOnePlus(values).StoreUnsafe(ref to, (nuint)i);
                continue;
            }

            if (Vector512.GreaterThanAll(values, -Vector512<double>.One)
                && Vector512.LessThanAll(values, Vector512.Create(double.PositiveInfinity)))
            {
                Vector512<double> small = Vector512.LessThan(Vector512.Abs(values), Vector512.Create(1.1102230246251565e-16));
                Vector512.ConditionalSelect(small, values, LogOfOnePlus(values)).StoreUnsafe(ref to, (nuint)i);
                continue;
            }

            int low = OneByOne(x.Slice(i, Vector512<double>.Count), y[i..], scale);
            if (low >= 0) return i + low;
        }

        int last = OneByOne(x[i..], y[i..], scale);
        return last < 0 ? -1 : i + last;
    }

    private static int OneByOne(ReadOnlySpan<double> x, Span<double> y, double scale)
    {
        for (int i = 0; i < x.Length; i++)
        {
            double value = x[i] * scale;
            if (value <= -1) return i;
            y[i] = Log1p(value);
        }

        return -1;
    }

    // Of finite numbers above -1; those between -2^-53 and -0 may come out one bit off, while positive ones as small come out themselves.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> LogOfOnePlus(Vector512<double> x)
    {
        Vector512<double> one = Vector512<double>.One, u = one + x;
        Vector512<long> bits = u.AsInt64() + Vector512.Create((0x3ff00000L - 0x3fe6a09eL) << 32);
        // The exponent as the last bits of 2^52, which makes a double of it without a conversion.
        Vector512<double> power = Vector512.Create(4503599627370496.0);
        Vector512<double> k = ((bits >>> 52) | power.AsInt64()).AsDouble() - (power + Vector512.Create(1023.0));
        Vector512<double> f = ((bits & Vector512.Create(0x000fffffffffffffL)) + Vector512.Create(0x3fe6a09eL << 32)).AsDouble() - one;
        // What rounding 1 + x lost, exactly: the smaller less what of it is in the sum.
        Vector512<double> c = Vector512.MinNative(x, one) - (u - Vector512.MaxNative(x, one));
        if (!Vector512.EqualsAll(c, Vector512<double>.Zero)) // of whole numbers nothing is lost
            c = Vector512.ConditionalSelect(Vector512.LessThan(k, Vector512.Create(54.0)), c / u, Vector512<double>.Zero);
        return LogOfOnePlus(f, k, c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> LogOfOnePlus(Vector512<double> f, Vector512<double> k, Vector512<double> c)
    {
        Vector512<double> halfSquare = 0.5 * f * f, s = f / (Vector512.Create(2.0) + f), z = s * s, w = z * z;
        Vector512<double> t1 = w * (Vector512.Create(3.999999999940941908e-01)
            + (w * (Vector512.Create(2.222219843214978396e-01) + (w * 1.531383769920937332e-01))));
        Vector512<double> t2 = z * (Vector512.Create(6.666666666666735130e-01) + (w * (Vector512.Create(2.857142874366239149e-01)
            + (w * (Vector512.Create(1.818357216161805012e-01) + (w * 1.479819860511658591e-01))))));
        Vector512<double> r = t2 + t1;
        return (s * (halfSquare + r)) + ((k * Ln2Low) + c) - halfSquare + f + (k * Ln2High);
    }
}
