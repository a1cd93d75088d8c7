namespace AnomalyNotebooks;

/// <summary>
/// The distribution of one number: exact values that are common (atoms), and between them ranges that each hold several flows.
/// A compact quantile table that shows no single flow.
/// </summary>
internal sealed class Marginal
{
    // Fewer flows than these never make an entry: a value that only one flow has would be that flow's.
    private const int FewestFlows = 5;
    private const int MostAtoms = 24;
    private const int MostRanges = 8;
    private const int MostHalvingsBelow = 3;

    // Ranges in which the end is so many times the start are taken to be spread evenly in the logarithm.
    private const double WideRange = 3;

    private readonly double[] low;
    private readonly double[] high;
    private readonly double[] cumulative; // probability below entry i; one more than entries

    /// <summary>Creates the distribution from its entries, sorted: <c>[value, flows]</c> or <c>[low, high, flows]</c>.</summary>
    public Marginal(IReadOnlyList<double[]> entries)
    {
        Entries = entries;
        low = [.. entries.Select(entry => entry[0])];
        high = [.. entries.Select(entry => entry.Length == 2 ? entry[0] : entry[1])];
        cumulative = new double[entries.Count + 1];
        for (int i = 0; i < entries.Count; i++) cumulative[i + 1] = cumulative[i] + entries[i][^1];
        for (int i = 0; i <= entries.Count; i++) cumulative[i] /= cumulative[^1];
    }

    /// <summary>The entries, as the profile stores them.</summary>
    public IReadOnlyList<double[]> Entries { get; }

    /// <summary>Whether every flow has the same value.</summary>
    public bool IsConstant => low.Length == 1 && low[0] == high[0];

    /// <summary>Summarises the values of a group of flows.</summary>
    /// <param name="values">The values, in any order.</param>
    public static Marginal Of(double[] values)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        int atLeast = Math.Max(FewestFlows, sorted.Length / 200);
        (double Value, int Flows)[] atoms = [.. Runs(sorted).Where(run => run.Flows >= atLeast)
            .OrderByDescending(run => run.Flows).ThenBy(run => run.Value).Take(MostAtoms)];
        HashSet<double> isAtom = [.. atoms.Select(atom => atom.Value)];

        var entries = atoms.Select(atom => new[] { atom.Value, atom.Flows }).ToList();
        entries.AddRange(Ranges([.. sorted.Where(value => !isAtom.Contains(value))], atoms.Length == 0));
        return new Marginal([.. entries.OrderBy(entry => entry.Length == 2 ? entry[0] : (entry[0] + entry[1]) / 2)]);
    }

    /// <summary>The value below which a share of <paramref name="probability"/> lies, in [0, 1).</summary>
    public double Quantile(double probability)
    {
        int i = Array.BinarySearch(cumulative, probability);
        if (i < 0) i = ~i - 1;
        i = Math.Clamp(i, 0, low.Length - 1);
        if (low[i] == high[i]) return low[i];
        double t = (probability - cumulative[i]) / (cumulative[i + 1] - cumulative[i]);
        return low[i] > 0 && high[i] > WideRange * low[i]
            ? low[i] * PortableMath.Exp(t * PortableMath.Log(high[i] / low[i]))
            : low[i] + (t * (high[i] - low[i]));
    }

    private static IEnumerable<(double Value, int Flows)> Runs(double[] sorted)
    {
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            end = start + 1;
            while (end < sorted.Length && sorted[end] == sorted[start]) end++;
            yield return (sorted[start], end - start);
        }
    }

    // Equally full ranges, those at the ends halved again and again towards the smallest and the largest values, where the tails are.
    // Too few flows for a range are left out, unless there is nothing else.
    private static IEnumerable<double[]> Ranges(double[] sorted, bool needed)
    {
        if (sorted.Length < FewestFlows && !needed) yield break;
        int start = 0;
        foreach (int flows in RangeSizes(sorted.Length))
        {
            double from = Edge(sorted, start);
            start += flows;
            double to = Edge(sorted, start);
            yield return from < to ? [from, to, flows] : [from, flows];
        }
    }

    private static List<int> RangeSizes(int flows)
    {
        int count = Math.Clamp(flows / (2 * FewestFlows), 1, MostRanges);
        if (count == 1) return [flows];
        int even = flows / count;
        List<int> first = Halves(even, MostHalvingsBelow), last = Halves(flows - (even * (count - 1)), int.MaxValue);
        first.Reverse();
        return [.. first, .. Enumerable.Repeat(even, count - 2), .. last];
    }

    // A half, a quarter, ... and twice the smallest part.
    private static List<int> Halves(int flows, int most)
    {
        var parts = new List<int>();
        for (; flows >= 2 * FewestFlows && parts.Count < most; flows -= parts[^1]) parts.Add(flows / 2);
        parts.Add(flows);
        return parts;
    }

    // As many digits as a quantile of so few flows deserves; least and most are one flow's own and get fewer still.
    private static double Edge(double[] sorted, int rank)
    {
        if (rank == 0) return Rounding.Significant(sorted[0], 2);
        return rank == sorted.Length ? Rounding.Significant(sorted[^1], 2) : Rounding.Significant((sorted[rank - 1] + sorted[rank]) / 2, 3);
    }
}
