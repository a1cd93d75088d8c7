namespace AnomalyNotebooks;

/// <summary>Finds the place of a number in a sorted list of distinct ones, quickly for small whole numbers, which most are.</summary>
internal sealed class ValueIndex
{
    private const int DirectLimit = 4096;
    private readonly int[]? direct;

    /// <summary>Indexes <paramref name="values"/>, ascending and distinct.</summary>
    public ValueIndex(double[] values)
    {
        for (int i = 1; i < values.Length; i++)
            if (!(values[i] > values[i - 1])) throw new AnomalyException("The list of values is not in ascending order.");
        Values = values;
        if (values.Length == 0 || values[0] < 0 || values[^1] >= DirectLimit || !values.All(double.IsInteger)) return;

        direct = new int[(int)values[^1] + 1];
        Array.Fill(direct, -1);
        for (int i = 0; i < values.Length; i++) direct[(int)values[i]] = i;
    }

    public double[] Values { get; }

    public int Count => Values.Length;

    /// <summary>The distinct values of a column, ascending, and how often each occurs.</summary>
    public static (double[] Values, int[] Counts) Counts(ReadOnlySpan<double> column)
    {
        var values = new List<double>();
        var counts = new List<int>();
        if (SmallWholeNumbers(column) is { } ofNumber)
        {
            for (int whole = 0; whole < ofNumber.Length; whole++)
            {
                if (ofNumber[whole] == 0) continue;
                values.Add(whole);
                counts.Add(ofNumber[whole]);
            }

            return ([.. values], [.. counts]);
        }

        double[] sorted = RadixSort.Ascending(column);
        foreach (double value in sorted)
        {
            if (values.Count > 0 && values[^1] == value)
            {
                counts[^1]++;
                continue;
            }

            values.Add(value);
            counts.Add(1);
        }

        return ([.. values], [.. counts]);
    }

    // How often each occurs, or null where some value is another; the first such value, mostly near the top, ends the search.
    private static int[]? SmallWholeNumbers(ReadOnlySpan<double> column)
    {
        var counts = new int[DirectLimit];
        foreach (double value in column)
        {
            int whole = double.ConvertToIntegerNative<int>(value);
            if (whole != value || (uint)whole >= (uint)counts.Length) return null;
            counts[whole]++;
        }

        return counts;
    }

    /// <summary>The place of <paramref name="value"/>, or -1 where it is not in the list.</summary>
    public int Find(double value)
    {
        if (direct is null) return Math.Max(Array.BinarySearch(Values, value), -1);
        int whole = double.ConvertToIntegerNative<int>(value);
        return whole == value && (uint)whole < (uint)direct.Length ? direct[whole] : -1;
    }
}
