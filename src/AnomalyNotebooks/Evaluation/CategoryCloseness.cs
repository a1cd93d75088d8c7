namespace AnomalyNotebooks;

/// <summary>How close the flows of one attack category come to those of another table.</summary>
/// <param name="Category">The attack category.</param>
/// <param name="RealFlows">How many flows of it the real table has.</param>
/// <param name="OtherFlows">How many the other.</param>
/// <param name="MeanDistance">Mean over the numeric features of the two-sample Kolmogorov-Smirnov distance, 0 (equal) to 1.</param>
/// <param name="WorstFeature">The feature with the largest distance.</param>
/// <param name="WorstDistance">That distance.</param>
/// <param name="TextDistance">Total variation between the joint frequencies of proto, service and state: the share of flows that would have
/// to change.</param>
internal sealed record CategoryCloseness(
    string Category, int RealFlows, int OtherFlows, double MeanDistance, string WorstFeature, double WorstDistance, double TextDistance)
{
    /// <summary>Compares two tables, each of flows of that category.</summary>
    internal static CategoryCloseness Compare(string category, FlowTable real, FlowTable other)
    {
        (string Feature, double Distance)[] distances =
            [.. FlowSchema.UnswNb15.NumericFeatures.Select(name => (name, KolmogorovSmirnov(real.Number(name), other.Number(name))))];
        (string feature, double worst) = distances.MaxBy(pair => pair.Distance);
        return new CategoryCloseness(category, real.Count, other.Count, distances.Average(pair => pair.Distance), feature, worst,
            TotalVariation(real, other));
    }

    /// <summary>The largest difference between the two empirical distribution functions.</summary>
    internal static double KolmogorovSmirnov(double[] first, double[] second)
    {
        double[] a = [.. first], b = [.. second];
        Array.Sort(a);
        Array.Sort(b);
        double largest = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            double value = Math.Min(a[i], b[j]);
            while (i < a.Length && a[i] == value) i++;
            while (j < b.Length && b[j] == value) j++;
            largest = Math.Max(largest, Math.Abs(((double)i / a.Length) - ((double)j / b.Length)));
        }

        return largest;
    }

    private static double TotalVariation(FlowTable real, FlowTable other)
    {
        Dictionary<string, int> inReal = Counts(real), inOther = Counts(other);
        return inReal.Keys.Union(inOther.Keys).Sum(key =>
            Math.Abs(((double)inReal.GetValueOrDefault(key) / real.Count) - ((double)inOther.GetValueOrDefault(key) / other.Count))) / 2;
    }

    private static Dictionary<string, int> Counts(FlowTable flows) => Enumerable.Range(0, flows.Count)
        .CountBy(row => string.Join(' ', FlowSchema.UnswNb15.CategoryFeatures.Select(name => flows.Category(name)[row]))).ToDictionary();
}
