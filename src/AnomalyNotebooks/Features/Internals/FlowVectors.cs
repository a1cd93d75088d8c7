using System.Runtime.InteropServices;

namespace AnomalyNotebooks;

/// <summary>Finds flows whose features are all equal.</summary>
internal static class FlowVectors
{
    /// <summary>For each row, the first row with the same values in every column.</summary>
    public static int[] Groups(FlowTable flows, IReadOnlyList<string>? columns = null)
    {
        columns ??= flows.Schema.FeatureNames;
        ulong[][] bits = [.. columns.Select(column => Bits(flows, column))];
        var hashes = new ulong[flows.Count];
        foreach (ulong[] column in bits)
            for (int r = 0; r < hashes.Length; r++) hashes[r] = HashMix.Combine(hashes[r], column[r]);

        var firstOfHash = new Dictionary<ulong, int>(flows.Count);
        var next = new Dictionary<int, int>(); // other vectors with the same hash, a chain that is all but always empty
        var groups = new int[flows.Count];
        for (int r = 0; r < groups.Length; r++)
        {
            ref int first = ref CollectionsMarshal.GetValueRefOrAddDefault(firstOfHash, hashes[r], out bool seen);
            if (!seen)
            {
                groups[r] = first = r;
                continue;
            }

            int other = first;
            while (!Equal(bits, other, r) && next.TryGetValue(other, out int following)) other = following;
            if (Equal(bits, other, r)) groups[r] = other;
            else groups[r] = next[other] = r;
        }

        return groups;
    }

    private static bool Equal(ulong[][] bits, int a, int b)
    {
        foreach (ulong[] column in bits)
            if (column[a] != column[b]) return false;
        return true;
    }

    private static ulong[] Bits(FlowTable flows, string column)
    {
        var bits = new ulong[flows.Count];
        if (flows.HasCategory(column))
        {
            int[] codes = flows.Category(column).Codes;
            for (int r = 0; r < bits.Length; r++) bits[r] = (ulong)codes[r];
            return bits;
        }

        double[] numbers = flows.Number(column);
        for (int r = 0; r < bits.Length; r++) bits[r] = BitConverter.DoubleToUInt64Bits(numbers[r] + 0.0); // -0 counts as 0
        return bits;
    }
}
