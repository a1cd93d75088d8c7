namespace AnomalyNotebooks;

/// <summary>Questions to an ascending list of numbers.</summary>
internal static class SortedValues
{
    /// <summary>The value at a share (0 to 1) of the way through the list, between neighbours by linear interpolation (NumPy's
    /// percentile).</summary>
    public static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        return Between(sorted, (int)place, place - (int)place);
    }

    /// <summary>The value a part (0 to 1) of the way from one place of the list to the next.</summary>
    public static double Between(ReadOnlySpan<double> sorted, int below, double part)
    {
        int above = Math.Min(below + 1, sorted.Length - 1);
        double step = sorted[above] - sorted[below];
        return part < 0.5 ? sorted[below] + (step * part) : sorted[above] - (step * (1 - part));
    }
}
