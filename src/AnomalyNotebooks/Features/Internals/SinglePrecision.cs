using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AnomalyNotebooks;

/// <summary>Columns of doubles as floats, eight values at a time. Each value is treated by itself, so the width changes no bit.</summary>
internal static class SinglePrecision
{
    private const int Lanes = 8;

    /// <summary>Rounds values to single precision.</summary>
    /// <returns>Whether all results are finite.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryRound(ReadOnlySpan<double> from, Span<float> to)
    {
        ref double source = ref MemoryMarshal.GetReference(from);
        ref float target = ref MemoryMarshal.GetReference(to[..from.Length]);
        Vector256<float> odd = Vector256<float>.Zero; // NaN where a value was not finite
        int r = 0;
        for (; r <= from.Length - Lanes; r += Lanes)
        {
            Vector256<float> values = Vector256.Narrow(Vector256.LoadUnsafe(ref source, (nuint)r), Vector256.LoadUnsafe(ref source, (nuint)r + (Lanes / 2)));
            odd += values - values;
            values.StoreUnsafe(ref target, (nuint)r);
        }

        bool finite = Vector256.EqualsAll(odd, Vector256<float>.Zero);
        for (; r < from.Length; r++)
        {
            to[r] = (float)from[r];
            finite &= float.IsFinite(to[r]);
        }

        return finite;
    }

    /// <summary>to = min(max((from - shift) / scale, -limit), limit), computed in double precision and rounded once at the end.</summary>
    /// <returns>False where a value is not finite, or might not be before it is clipped: <paramref name="to"/> is not to be used then.</returns>
    /// <remarks>
    /// Multiplying by numbers just below and just above 1 / scale gives a lower and an upper bound of the quotient, rounding
    /// included, for rounding keeps order. Where both come to the same float, so does the quotient, and almost everywhere they
    /// do: no division is needed. Clipping keeps order too, so it may as well follow the rounding.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryAffine(ReadOnlySpan<double> from, Span<float> to, double shift, double scale, double limit)
    {
        ref double source = ref MemoryMarshal.GetReference(from);
        ref float target = ref MemoryMarshal.GetReference(to[..from.Length]);
        long inverse = BitConverter.DoubleToInt64Bits(1 / scale); // its neighbours in bits are those in size
        Vector256<double> shifts = Vector256.Create(shift), scales = Vector256.Create(scale);
        Vector256<double> below = Vector256.Create(inverse - 1).AsDouble(), above = Vector256.Create(inverse + 1).AsDouble();
        Vector256<float> limits = Vector256.Create((float)limit), odd = Vector256<float>.Zero;
        int r = Vector512.IsHardwareAccelerated ? TryAffineWide(from, to, shift, scale, limit, ref odd) : 0;
        for (; r <= from.Length - Lanes; r += Lanes)
        {
            Vector256<double> first = Vector256.LoadUnsafe(ref source, (nuint)r) - shifts, second = Vector256.LoadUnsafe(ref source, (nuint)r + (Lanes / 2)) - shifts;
            Vector256<float> values = Vector256.Narrow(first * below, second * below);
            if (!Vector256.EqualsAll(values, Vector256.Narrow(first * above, second * above))) values = Vector256.Narrow(first / scales, second / scales);
            odd += values - values;
            Vector256.MinNative(Vector256.MaxNative(values, -limits), limits).StoreUnsafe(ref target, (nuint)r);
        }

        bool finite = Vector256.EqualsAll(odd, Vector256<float>.Zero);
        for (; r < from.Length; r++)
        {
            double quotient = (from[r] - shift) / scale;
            to[r] = (float)Math.Min(Math.Max(quotient, -limit), limit);
            finite &= float.IsFinite((float)quotient);
        }

        return finite;
    }

    // As many rows as go sixteen at a time; how many these are.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int TryAffineWide(ReadOnlySpan<double> from, Span<float> to, double shift, double scale, double limit, ref Vector256<float> odd)
    {
        ref double source = ref MemoryMarshal.GetReference(from);
        ref float target = ref MemoryMarshal.GetReference(to[..from.Length]);
        long inverse = BitConverter.DoubleToInt64Bits(1 / scale);
        Vector512<double> shifts = Vector512.Create(shift), scales = Vector512.Create(scale);
        Vector512<double> below = Vector512.Create(inverse - 1).AsDouble(), above = Vector512.Create(inverse + 1).AsDouble();
        Vector512<float> limits = Vector512.Create((float)limit), odds = Vector512<float>.Zero;
        int r = 0;
        for (; r <= from.Length - (2 * Lanes); r += 2 * Lanes)
        {
            Vector512<double> first = Vector512.LoadUnsafe(ref source, (nuint)r) - shifts, second = Vector512.LoadUnsafe(ref source, (nuint)r + Lanes) - shifts;
            Vector512<float> values = Vector512.Narrow(first * below, second * below);
            if (!Vector512.EqualsAll(values, Vector512.Narrow(first * above, second * above))) values = Vector512.Narrow(first / scales, second / scales);
            odds += values - values;
            Vector512.MinNative(Vector512.MaxNative(values, -limits), limits).StoreUnsafe(ref target, (nuint)r);
        }

        odd = odds.GetLower() + odds.GetUpper();
        return r;
    }
}
