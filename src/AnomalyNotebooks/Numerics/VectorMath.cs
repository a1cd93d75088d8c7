using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AnomalyNotebooks;

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

    /// <summary>to[i] = factor * from[i].</summary>
    public static void Scale(ReadOnlySpan<double> from, Span<double> to, double factor)
    {
        int i = 0;
        for (; i <= from.Length - Vector512<double>.Count; i += Vector512<double>.Count)
            (Vector512.Create(from.Slice(i, Vector512<double>.Count)) * factor).CopyTo(to[i..]);
        for (; i < from.Length; i++) to[i] = factor * from[i];
    }

    /// <summary>The smallest and the largest of some numbers, of which none is NaN; in any order the same. Of none: infinities.</summary>
    public static (double Low, double High) Range(ReadOnlySpan<double> values)
    {
        Vector512<double> lows = Vector512.Create(double.PositiveInfinity), highs = -lows;
        int i = 0;
        for (; i <= values.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            Vector512<double> stretch = Vector512.Create(values.Slice(i, Vector512<double>.Count));
            lows = Vector512.Min(lows, stretch);
            highs = Vector512.Max(highs, stretch);
        }

        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (int lane = 0; lane < Vector512<double>.Count; lane++) (low, high) = (Math.Min(low, lows[lane]), Math.Max(high, highs[lane]));
        for (; i < values.Length; i++) (low, high) = (Math.Min(low, values[i]), Math.Max(high, values[i]));
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
