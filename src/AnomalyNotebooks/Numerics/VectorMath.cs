using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AnomalyNotebooks.Numerics;

/// <summary>Arithmetic on rows of doubles, element by element: no sum runs across elements, so the vector width changes no bit.</summary>
internal static class VectorMath
{
    /// <summary>target[i] += factor * row[i]; product and sum rounded apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddScaled(Span<double> target, double factor, ReadOnlySpan<double> row)
    {
        ref double to = ref MemoryMarshal.GetReference(target), from = ref MemoryMarshal.GetReference(row[..target.Length]);
        Vector256<double> factors = Vector256.Create(factor);
        int i = 0;
        for (; i <= target.Length - 4; i += 4)
        {
            Vector256<double> sum = Vector256.LoadUnsafe(ref to, (nuint)i) + (factors * Vector256.LoadUnsafe(ref from, (nuint)i));
            sum.StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < target.Length; i++) Unsafe.Add(ref to, i) += factor * Unsafe.Add(ref from, i);
    }

    /// <summary>Whether no number is NaN or infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AreFinite(ReadOnlySpan<double> values)
    {
        // v - v is 0 for every finite v and NaN for all else, and one NaN makes the sum one: no branch until the end.
        ref double start = ref MemoryMarshal.GetReference(values);
        Vector512<double> even = Vector512<double>.Zero, odd = Vector512<double>.Zero;
        int i = 0;
        for (; i <= values.Length - (2 * Vector512<double>.Count); i += 2 * Vector512<double>.Count)
        {
            Vector512<double> first = Vector512.LoadUnsafe(ref start, (nuint)i),
                second = Vector512.LoadUnsafe(ref start, (nuint)(i + Vector512<double>.Count));
            even += first - first;
            odd += second - second;
        }

        bool finite = Vector512.EqualsAll(even + odd, Vector512<double>.Zero);
        for (; i < values.Length; i++) finite &= double.IsFinite(values[i]);
        return finite;
    }

    /// <summary>The smallest and the largest of some numbers, in any order the same; negative zero is below zero. Of none:
    /// infinities.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="finite">Whether none of them is NaN or infinite; the range means nothing otherwise.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double Low, double High) Range(ReadOnlySpan<double> values, out bool finite)
    {
        ref double start = ref MemoryMarshal.GetReference(values);
        Vector512<double> lows = Vector512.Create(double.PositiveInfinity), highs = -lows, moreLows = lows, moreHighs = highs;
        Vector512<double> even = Vector512<double>.Zero, odd = Vector512<double>.Zero;
        // sign bits: of zeros a plain minimum takes either
        Vector512<long> anySign = Vector512<long>.Zero, everySign = Vector512<long>.AllBitsSet;
        int i = 0;
        for (; i <= values.Length - (2 * Vector512<double>.Count); i += 2 * Vector512<double>.Count)
        {
            Vector512<double> first = Vector512.LoadUnsafe(ref start, (nuint)i),
                second = Vector512.LoadUnsafe(ref start, (nuint)(i + Vector512<double>.Count));
            even += first - first;
            odd += second - second;
            lows = Vector512.MinNative(lows, first);
            highs = Vector512.MaxNative(highs, first);
            moreLows = Vector512.MinNative(moreLows, second);
            moreHighs = Vector512.MaxNative(moreHighs, second);
            anySign |= first.AsInt64() | second.AsInt64();
            everySign &= first.AsInt64() & second.AsInt64();
        }

        finite = Vector512.EqualsAll(even + odd, Vector512<double>.Zero);
        lows = Vector512.MinNative(lows, moreLows);
        highs = Vector512.MaxNative(highs, moreHighs);
        (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
        for (int lane = 0; lane < Vector512<double>.Count; lane++) (low, high) = (Math.Min(low, lows[lane]), Math.Max(high, highs[lane]));
        if (low == 0) low = Vector512.LessThanAny(anySign, Vector512<long>.Zero) ? -0.0 : 0.0;
        if (high == 0) high = Vector512.LessThanAll(everySign, Vector512<long>.Zero) ? -0.0 : 0.0;
        for (; i < values.Length; i++)
        {
            finite &= double.IsFinite(values[i]);
            (low, high) = (Math.Min(low, values[i]), Math.Max(high, values[i]));
        }

        return (low, high);
    }

    /// <summary>The sum of squares, one after the other.</summary>
    public static double SumOfSquares(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values) sum += value * value;
        return sum;
    }
}
