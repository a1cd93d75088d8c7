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

    /// <summary>The sum of squares, one after the other.</summary>
    public static double SumOfSquares(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values) sum += value * value;
        return sum;
    }
}
