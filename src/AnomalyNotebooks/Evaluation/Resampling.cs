namespace AnomalyNotebooks;

/// <summary>
/// Bootstrap weights of flows. Flows that are equal in every feature are one observation, however often they occur: a resample gives
/// such a group one weight, Poisson with mean 1 (Chamandy and others, 2012). The weight of a group depends on nothing but the resample
/// and the group, so that all seeds, protocols and detectors meet the same resampled flows, and differences between them are paired.
/// </summary>
internal static class Resampling
{
    /// <summary>Fixes all resamples.</summary>
    public const ulong Seed = 20_261_124;

    // The distribution function of a Poisson variable with mean 1.
    private static readonly double[] AtMost =
        [0.36787944117144233, 0.7357588823428847, 0.9196986029286058, 0.9810118431238462, 0.9963401531726563, 0.9994058151824183,
            0.9999167588507119, 0.9999897508033253];

    /// <summary>The weights of rows in one resample.</summary>
    /// <param name="groups">The group of each row.</param>
    /// <param name="resample">Number of the resample.</param>
    /// <param name="weights">One weight per row.</param>
    public static void Weigh(ReadOnlySpan<long> groups, int resample, Span<int> weights)
    {
        ulong start = HashMix.Combine(HashMix.Combine(0, Seed), (ulong)resample);
        for (int i = 0; i < groups.Length; i++)
        {
            double u = (HashMix.Combine(start, (ulong)groups[i]) >> 11) * (1.0 / (1UL << 53));
            int weight = 0;
            while (weight < AtMost.Length && u > AtMost[weight]) weight++;
            weights[i] = weight;
        }
    }
}
