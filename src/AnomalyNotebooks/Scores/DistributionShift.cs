namespace AnomalyNotebooks;

/// <summary>How far two samples of one column (or of scores) are apart. Missing values (NaN) count as a value of their own.</summary>
internal static class DistributionShift
{
    private const int Bins = 10;
    private const double Floor = 1e-4; // a share taken for none, so that no logarithm is infinite

    /// <summary>Population stability index: the sum over bins of (new share - old share) log(new share / old share). Bins are tenths of the
    /// old values. By custom below 0.1 is little, above 0.25 much.</summary>
    public static double PopulationStability(ReadOnlySpan<double> before, ReadOnlySpan<double> after)
    {
        double[] known = Present(before);
        double[] edges = known.Length == 0 ? [] : [.. Enumerable.Range(1, Bins - 1).Select(k => known[(int)((long)k * known.Length / Bins)])
            .Distinct()];
        return Index(Shares(before, edges), Shares(after, edges));
    }

    /// <summary>The same for texts, one bin each.</summary>
    public static double PopulationStability(CategoryColumn before, CategoryColumn after)
    {
        Dictionary<string, double> Shares(CategoryColumn column) =>
            column.Codes.CountBy(code => code).ToDictionary(entry => column.Values[entry.Key], entry => (double)entry.Value / column.Count,
                StringComparer.Ordinal);
        Dictionary<string, double> old = Shares(before), now = Shares(after);
        string[] texts = [.. old.Keys.Union(now.Keys).Order(StringComparer.Ordinal)];
        return Index([.. texts.Select(text => old.GetValueOrDefault(text))], [.. texts.Select(text => now.GetValueOrDefault(text))]);
    }

    /// <summary>The largest difference of the two distribution functions (Kolmogorov and Smirnov), 0 to 1; missing values apart.</summary>
    public static double KolmogorovSmirnov(ReadOnlySpan<double> before, ReadOnlySpan<double> after)
    {
        double[] a = Present(before), b = Present(after);
        if (a.Length == 0 || b.Length == 0) return a.Length == b.Length ? 0 : 1;
        double largest = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            double value = Math.Min(a[i], b[j]);
            while (i < a.Length && a[i] <= value) i++;
            while (j < b.Length && b[j] <= value) j++;
            largest = Math.Max(largest, Math.Abs(((double)i / a.Length) - ((double)j / b.Length)));
        }

        return largest;
    }

    private static double[] Present(ReadOnlySpan<double> values)
    {
        double[] present = Array.FindAll(values.ToArray(), value => !double.IsNaN(value));
        Array.Sort(present);
        return present;
    }

    // The last bin holds what is missing.
    private static double[] Shares(ReadOnlySpan<double> values, double[] edges)
    {
        var shares = new double[edges.Length + 2];
        foreach (double value in values) shares[double.IsNaN(value) ? ^1 : ScoreArrays.CountAtMost(edges, value)] += 1.0 / values.Length;
        return shares;
    }

    private static double Index(double[] before, double[] after)
    {
        double sum = 0;
        for (int bin = 0; bin < before.Length; bin++)
        {
            double old = Math.Max(before[bin], Floor), now = Math.Max(after[bin], Floor);
            sum += (now - old) * (PortableMath.Log(now) - PortableMath.Log(old));
        }

        return sum;
    }
}
