namespace AnomalyNotebooks;

/// <summary>
/// Sorts finite numbers in time proportional to their count, digit by digit from the lowest (LSD radix sort on the bits).
/// Stable; negative zero sorts as zero. Digits that all numbers share cost nothing, which makes counts and codes cheap.
/// </summary>
internal static class RadixSort
{
    private const int DigitBits = 11, Buckets = 1 << DigitBits, Passes = 6;

    /// <summary>The values in ascending order.</summary>
    public static double[] Ascending(ReadOnlySpan<double> values) => Sort(values, null);

    /// <summary>The values in ascending order, and where each stood.</summary>
    public static (double[] Sorted, int[] Order) WithOrder(ReadOnlySpan<double> values)
    {
        var order = new int[values.Length];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        double[] sorted = Sort(values, order);
        return (sorted, order);
    }

    private static double[] Sort(ReadOnlySpan<double> values, int[]? order)
    {
        int count = values.Length;
        var keys = new ulong[count];
        var counts = new int[Passes * Buckets];
        for (int i = 0; i < count; i++)
        {
            ulong key = KeyOf(values[i]);
            keys[i] = key;
            for (int pass = 0; pass < Passes; pass++) counts[(pass * Buckets) + Digit(key, pass)]++;
        }

        ulong[] from = keys, to = new ulong[count];
        int[] orderFrom = order ?? [], orderTo = order is null ? [] : new int[count];
        for (int pass = 0; pass < Passes; pass++)
        {
            Span<int> starts = counts.AsSpan(pass * Buckets, Buckets);
            if (count == 0 || starts[Digit(from[0], pass)] == count) continue; // one digit for all
            int total = 0;
            for (int digit = 0; digit < Buckets; digit++) (starts[digit], total) = (total, total + starts[digit]);
            for (int i = 0; i < count; i++)
            {
                int place = starts[Digit(from[i], pass)]++;
                to[place] = from[i];
                if (order is not null) orderTo[place] = orderFrom[i];
            }

            (from, to) = (to, from);
            (orderFrom, orderTo) = (orderTo, orderFrom);
        }

        if (order is not null && orderFrom != order) orderFrom.CopyTo(order, 0);
        var sorted = new double[count];
        for (int i = 0; i < count; i++) sorted[i] = ValueOf(from[i]);
        return sorted;
    }

    private static int Digit(ulong key, int pass) => (int)(key >> (pass * DigitBits)) & (Buckets - 1);

    // Bits that compare as unsigned numbers the way the values compare: negatives inverted, positives above them.
    private static ulong KeyOf(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value + 0.0);
        return (ulong)(bits ^ ((bits >> 63) | long.MinValue));
    }

    private static double ValueOf(ulong key)
    {
        long bits = (long)key;
        return BitConverter.Int64BitsToDouble(bits < 0 ? bits ^ long.MinValue : ~bits);
    }
}
