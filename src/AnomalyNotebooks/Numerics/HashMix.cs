namespace AnomalyNotebooks.Numerics;

/// <summary>64-bit hashes of numbers and of lists of numbers, the same on every machine.</summary>
internal static class HashMix
{
    /// <summary>The hash of a number; no two numbers share one. Negative zero counts as zero.</summary>
    public static ulong Of(double value) => Mix(BitConverter.DoubleToUInt64Bits(value + 0.0));

    /// <summary>The hash of a list whose hash so far is <paramref name="list"/> (0 at its start) and that goes on with
    /// <paramref name="next"/>.
    /// Two different lists share a hash with a probability of 2^-64.</summary>
    public static ulong Combine(ulong list, ulong next) => Mix(list ^ next);

    // SplitMix64 (Steele, Lea and Flood, 2014), a bijection: every bit of the input stirs every bit of the result.
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
