using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AnomalyNotebooks;

/// <summary>
/// Flows drawn from a <see cref="FlowProfile"/>: for running the workbook where the data set is missing, and for tests and
/// measurements of any size. They resemble the real ones in their statistics and are none of them; no result on them says anything
/// about real traffic.
/// </summary>
internal static class SyntheticFlows
{
    /// <summary>How many flows the sample has that stands in for a missing data set.</summary>
    public const int DefaultCount = 20_000;

    /// <summary>The seed of that sample.</summary>
    public const ulong DefaultSeed = 42;

    /// <summary>Draws flows, the attack categories in the proportions of the profile, in random order.</summary>
    /// <param name="profile">What to draw from; usually <see cref="FlowProfile.Bundled"/>.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="seed">Fixes every draw: equal profiles, counts and seeds give equal bits on any machine.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public static FlowTable Generate(FlowProfile profile, int count = DefaultCount, ulong seed = DefaultSeed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var draft = new SyntheticDraft(profile, count, seed);
        int[] flowsOfGroup = FlowsOfGroups(profile, count);
        var firstOfGroup = new int[flowsOfGroup.Length];
        for (int i = 1; i < firstOfGroup.Length; i++) firstOfGroup[i] = firstOfGroup[i - 1] + flowsOfGroup[i - 1];

        // Each group has its own generator and its own places: the result does not depend on who draws first.
        Parallel.For(0, flowsOfGroup.Length, i => draft.Fill(i, firstOfGroup[i], flowsOfGroup[i]));
        return draft.ToTable(Origin(profile, count, seed));
    }

    private static FlowOrigin Origin(FlowProfile profile, int count, ulong seed)
    {
        string recipe = string.Create(CultureInfo.InvariantCulture, $"{profile.Sha256} {count} {seed}");
        string title = string.Create(CultureInfo.InvariantCulture, $"UNSW-NB15 synthetic sample, {count:N0} flows");
        return new FlowOrigin(title, null, Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(recipe))), IsSynthetic: true);
    }

    // First each category gets its share, then within it each group, so that small categories are not rounded away by many groups.
    private static int[] FlowsOfGroups(FlowProfile profile, int count)
    {
        int[] ofCategory = Shares([.. profile.Categories.Select(category => category.Flows)], count);
        var ofGroup = new int[profile.Groups.Count];
        for (int c = 0; c < ofCategory.Length; c++)
        {
            int[] members = [.. Enumerable.Range(0, ofGroup.Length).Where(i => profile.Groups[i].Category == profile.Categories[c]
                .Category)];
            int[] shares = Shares([.. members.Select(i => profile.Groups[i].Flows)], ofCategory[c]);
            for (int i = 0; i < members.Length; i++) ofGroup[members[i]] = shares[i];
        }

        return ofGroup;
    }

    // Largest remainders: whole shares that add up, ties to the first.
    private static int[] Shares(int[] weights, int total)
    {
        long all = weights.Sum(weight => (long)weight);
        int[] shares = Array.ConvertAll(weights, weight => (int)((long)weight * total / all));
        foreach (int i in Enumerable.Range(0, weights.Length).OrderByDescending(i => (long)weights[i] * total % all)
            .Take(total - shares.Sum()).ToArray()) shares[i]++;
        return shares;
    }
}
