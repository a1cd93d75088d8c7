using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AnomalyNotebooks;

/// <summary>Small whole numbers, which most columns hold, as places in a list.</summary>
internal static class WholeNumbers
{
    /// <summary>Converts values to integers.</summary>
    /// <param name="values">Any values.</param>
    /// <param name="limit">Above 0.</param>
    /// <param name="wholes">As many.</param>
    /// <returns>Whether all values are whole numbers from 0 to <paramref name="limit"/> - 1; otherwise <paramref name="wholes"/> may hold anything.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryConvert(ReadOnlySpan<double> values, int limit, Span<int> wholes)
    {
        ref double from = ref MemoryMarshal.GetReference(values);
        ref int to = ref MemoryMarshal.GetReference(wholes[..values.Length]);
        int r = 0;
        if (Avx.IsSupported)
        {
            Vector256<double> equal = Vector256<double>.AllBitsSet;
            Vector128<uint> largest = Vector128<uint>.Zero;
            for (; r <= values.Length - Vector256<double>.Count; r += Vector256<double>.Count)
            {
                Vector256<double> stretch = Vector256.LoadUnsafe(ref from, (nuint)r);
                Vector128<int> whole = Avx.ConvertToVector128Int32WithTruncation(stretch);
                equal &= Vector256.Equals(Avx.ConvertToVector256Double(whole), stretch);
                largest = Vector128.Max(largest, whole.AsUInt32()); // a negative number is a large one
                whole.StoreUnsafe(ref to, (nuint)r);
            }

            if (!Vector256.EqualsAll(equal.AsInt64(), Vector256<long>.AllBitsSet) || !Vector128.LessThanAll(largest, Vector128.Create((uint)limit))) return false;
        }

        for (; r < values.Length; r++)
        {
            int whole = double.ConvertToIntegerNative<int>(values[r]);
            if (whole != values[r] || (uint)whole >= (uint)limit) return false;
            wholes[r] = whole;
        }

        return true;
    }
}
