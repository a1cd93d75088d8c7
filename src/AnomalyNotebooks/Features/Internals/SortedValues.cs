namespace AnomalyNotebooks;

/// <summary>Questions to an ascending list of numbers.</summary>
internal static class SortedValues
{
    /// <summary>The value at a share (0 to 1) of the way through the list, between neighbours by linear interpolation (NumPy's percentile).</summary>
    public static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place, above = Math.Min(below + 1, sorted.Length - 1);
        double part = place - below, step = sorted[above] - sorted[below];
        return part < 0.5 ? sorted[below] + (step * part) : sorted[above] - (step * (1 - part));
    }
}
