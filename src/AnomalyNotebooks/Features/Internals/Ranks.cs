namespace AnomalyNotebooks;

/// <summary>Ranks of numbers.</summary>
internal static class Ranks
{
    /// <summary>The rank of each value, from 1; equal values share the mean of their ranks.</summary>
    public static double[] Mean(double[] values)
    {
        (double[] sorted, int[] order) = RadixSort.WithOrder(values);
        var ranks = new double[values.Length];
        for (int first = 0; first < sorted.Length;)
        {
            int next = first + 1;
            while (next < sorted.Length && sorted[next] == sorted[first]) next++;
            double rank = 0.5 * (first + 1 + next);
            for (; first < next; first++) ranks[order[first]] = rank;
        }

        return ranks;
    }
}
