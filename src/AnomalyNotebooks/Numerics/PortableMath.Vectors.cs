using System.Runtime.Intrinsics;

namespace AnomalyNotebooks;

public static partial class PortableMath
{
    /// <summary>log(1 + x) of each value, eight at a time: the steps of <see cref="Log1p(double)"/> in the same order, hence the same bits.</summary>
    /// <param name="x">The values.</param>
    /// <param name="y">As long as <paramref name="x"/>, and may be the same memory.</param>
    internal static void Log1p(ReadOnlySpan<double> x, Span<double> y)
    {
        int i = 0;
        for (; Vector256.IsHardwareAccelerated && i <= x.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            Vector512<double> values = Vector512.Create(x.Slice(i, Vector512<double>.Count));
            if (Vector512.GreaterThanAll(values, -Vector512<double>.One) && Vector512.LessThanAll(values, Vector512.Create(double.PositiveInfinity)))
                Log1p(values).CopyTo(y[i..]);
            else
                for (int lane = 0; lane < Vector512<double>.Count; lane++) y[i + lane] = Log1p(values[lane]);
        }

        for (; i < x.Length; i++) y[i] = Log1p(x[i]);
    }

    // Of finite numbers above -1.
    private static Vector512<double> Log1p(Vector512<double> x)
    {
        Vector512<double> one = Vector512<double>.One, u = one + x;
        Vector512<long> bits = u.AsInt64() + Vector512.Create((0x3ff00000L - 0x3fe6a09eL) << 32);
        Vector512<double> k = Vector512.ConvertToDouble((bits >>> 52) - Vector512.Create(0x3ffL));
        Vector512<double> f = ((bits & Vector512.Create(0x000fffffffffffffL)) + Vector512.Create(0x3fe6a09eL << 32)).AsDouble() - one;
        Vector512<double> lost = Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(k, Vector512.Create(2.0)), one - (u - x), x - (u - one)) / u;
        Vector512<double> c = Vector512.ConditionalSelect(Vector512.LessThan(k, Vector512.Create(54.0)), lost, Vector512<double>.Zero);
        Vector512<double> small = Vector512.LessThan(Vector512.Abs(x), Vector512.Create(1.1102230246251565e-16));
        return Vector512.ConditionalSelect(small, x, LogOfOnePlus(f, k, c));
    }

    private static Vector512<double> LogOfOnePlus(Vector512<double> f, Vector512<double> k, Vector512<double> c)
    {
        Vector512<double> halfSquare = 0.5 * f * f, s = f / (Vector512.Create(2.0) + f), z = s * s, w = z * z;
        Vector512<double> t1 = w * (Vector512.Create(3.999999999940941908e-01) + (w * (Vector512.Create(2.222219843214978396e-01) + (w * 1.531383769920937332e-01))));
        Vector512<double> t2 = z * (Vector512.Create(6.666666666666735130e-01) + (w * (Vector512.Create(2.857142874366239149e-01)
            + (w * (Vector512.Create(1.818357216161805012e-01) + (w * 1.479819860511658591e-01))))));
        Vector512<double> r = t2 + t1;
        return (s * (halfSquare + r)) + ((k * Ln2Low) + c) - halfSquare + f + (k * Ln2High);
    }
}
