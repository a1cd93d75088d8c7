namespace AnomalyNotebooks;

/// <summary>Checks and order statistics that every type of this room starts from.</summary>
internal static class ScoreArrays
{
    /// <summary>A sorted copy of finite scores, at least <paramref name="least"/> of them.</summary>
    /// <param name="scores">Scores in any order.</param>
    /// <param name="what">What they are, for the error: <c>held-out normal scores</c>.</param>
    /// <param name="least">How many the caller needs.</param>
    public static double[] Sorted(ReadOnlySpan<double> scores, string what, int least = 1)
    {
        if (scores.Length < least)
            throw new ArgumentException($"{scores.Length} {what} are too few: at least {least} are needed.", nameof(scores));
        RefuseNonFinite(scores, what);
        double[] sorted = scores.ToArray();
        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>Refuses NaN and infinity, naming the place.</summary>
    public static void RefuseNonFinite(ReadOnlySpan<double> scores, string what)
    {
        for (int i = 0; i < scores.Length; i++)
        {
            if (!double.IsFinite(scores[i]))
                throw new ArgumentException($"The {what} hold {Invariant(scores[i])} at index {i}; every score must be a finite number.",
                    nameof(scores));
        }
    }

    /// <summary>The median of sorted values; the mean of the middle two where their number is even.</summary>
    public static double Median(ReadOnlySpan<double> sorted)
    {
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : sorted[middle - 1] + ((sorted[middle] - sorted[middle - 1]) / 2);
    }

    /// <summary>How many of the sorted values are at most <paramref name="x"/>.</summary>
    public static int CountAtMost(ReadOnlySpan<double> sorted, double x)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (int)(((uint)low + (uint)high) >> 1);
            if (sorted[middle] <= x) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>A share strictly between 0 and 1, or an error naming the parameter.</summary>
    public static void RequireShare(double share, string parameter)
    {
        if (!(share is > 0 and < 1))
            throw new ArgumentOutOfRangeException(parameter, share, "A share between 0 and 1, both excluded, is expected; 1 % is 0.01.");
    }

    private static string Invariant(double x) => x.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
