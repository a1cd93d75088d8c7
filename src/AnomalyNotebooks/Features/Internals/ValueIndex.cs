using System.Runtime.CompilerServices;

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

    public static ValueIndex OfDistinct(ReadOnlySpan<double> column) => new(Counts(column).Values);

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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int[]? SmallWholeNumbers(ReadOnlySpan<double> column)
    {
        int tables = column.Length < DirectLimit ? 1 : 4; // several side by side: a count that has just changed is not waited for
        var counts = new int[DirectLimit * tables];
        Span<int> wholes = stackalloc int[256];
        int bits = 0; // all that occur
        for (; column.Length > 0; column = column[Math.Min(wholes.Length, column.Length)..])
        {
            Span<int> stretch = wholes[..Math.Min(wholes.Length, column.Length)];
            if (!WholeNumbers.TryConvert(column[..stretch.Length], DirectLimit, stretch)) return null;
            for (int r = 0; r < stretch.Length; r++)
            {
                counts[(stretch[r] * tables) + (r & (tables - 1))]++;
                bits |= stretch[r];
            }
        }

        var ofNumber = new int[bits + 1];
        for (int whole = 0; whole < ofNumber.Length; whole++)
            foreach (int count in counts.AsSpan(whole * tables, tables)) ofNumber[whole] += count;
        return ofNumber;
    }

    /// <summary>The place of <paramref name="value"/>, or -1 where it is not in the list.</summary>
    public int Find(double value)
    {
        if (direct is null) return Math.Max(Array.BinarySearch(Values, value), -1);
        int whole = double.ConvertToIntegerNative<int>(value);
        return whole == value && (uint)whole < (uint)direct.Length ? direct[whole] : -1;
    }
}
