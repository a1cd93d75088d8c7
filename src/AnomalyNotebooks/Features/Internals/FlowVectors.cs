using System.Numerics;

namespace AnomalyNotebooks;

/// <summary>Finds flows whose features are all equal.</summary>
internal static class FlowVectors
{
    /// <summary>For each row, the first row with the same values in every column. Beside the result it takes 8 bytes a row and those of a
    /// table of places: columns are looked at as they are stored.</summary>
    public static int[] Groups(FlowTable flows, IReadOnlyList<string>? columns = null)
    {
        Column[] looked = [.. (columns ?? flows.Schema.FeatureNames).Select(name => Column.Of(flows, name))];
        ulong[] hashes = Hashes(looked, flows.Count);
        var groups = new int[flows.Count];
        // First rows by their hash: row + 1, 0 where free; the next free place where another vector is (linear probing).
        var places = new int[BitOperations.RoundUpToPowerOf2((uint)Math.Max(flows.Count + (flows.Count / 2), 16))];
        for (int r = 0; r < groups.Length; r++)
        {
            int place = (int)hashes[r] & (places.Length - 1);
            while (places[place] > 0 && !(hashes[places[place] - 1] == hashes[r] && Equal(looked, places[place] - 1, r)))
                place = (place + 1) & (places.Length - 1);
            if (places[place] == 0) places[place] = r + 1;
            groups[r] = places[place] - 1;
        }

        return groups;
    }

    private static ulong[] Hashes(Column[] columns, int count)
    {
        var hashes = new ulong[count];
        ParallelWork.ForRows(count, (first, end) =>
        {
            Span<ulong> own = hashes.AsSpan(first..end);
            var values = new double[own.Length];
            foreach ((NumberColumn? numbers, int[]? codes) in columns)
            {
                numbers?.CopyTo(first, values);
                for (int i = 0; i < own.Length; i++)
                    own[i] = HashMix.Combine(own[i], numbers is null ? (ulong)codes![first + i] : Bits(values[i]));
            }
        });
        return hashes;
    }

    private static bool Equal(Column[] columns, int a, int b)
    {
        foreach ((NumberColumn? numbers, int[]? codes) in columns)
            if (numbers is null ? codes![a] != codes[b] : Bits(numbers[a]) != Bits(numbers[b])) return false;
        return true;
    }

    private static ulong Bits(double value) => BitConverter.DoubleToUInt64Bits(value + 0.0); // -0 counts as 0

    // One of both.
    private readonly record struct Column(NumberColumn? Numbers, int[]? Codes)
    {
        public static Column Of(FlowTable flows, string name) => flows.HasCategory(name) ? new Column(null, flows.Category(name).Codes)
            : new Column(flows.Stored(name), null);
    }
}
