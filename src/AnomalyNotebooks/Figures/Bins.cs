namespace AnomalyNotebooks;

/// <summary>Bins of equal width, on a linear or a logarithmic scale, common to all samples of a chart.</summary>
internal sealed class Bins
{
    private readonly bool log;
    private readonly double low;
    private readonly double width;

    /// <summary><paramref name="count"/> bins over the range of the values that the axis can show.</summary>
    public Bins(IEnumerable<double> values, Axis axis, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        log = axis.Log;
        if (!ChartParts.TryRange(values, log, out double from, out double to)) (from, to) = (1, 10);
        low = Scale(axis.From ?? from);
        double high = Scale(axis.To ?? to);
        if (high <= low) high = low + 1;
        width = (high - low) / count;
        Edges = [.. Enumerable.Range(0, count + 1).Select(i => Unscale(low + (i * width)))];
    }

    /// <summary>One more than there are bins.</summary>
    public double[] Edges { get; }

    /// <summary>How many values fall into each bin; those the axis cannot show fall into none.</summary>
    public int[] Count(IReadOnlyList<double> values)
    {
        var counts = new int[Edges.Length - 1];
        foreach (double value in values)
        {
            if (!double.IsFinite(value) || (log && value <= 0)) continue;
            // A value on an edge belongs to the bin above it, also where rounding has put it a little below; the largest closes the last
            // bin.
            double position = ((Scale(value) - low) / width) + 1e-9;
            if (position >= 0 && position <= counts.Length + 1e-6) counts[Math.Min((int)position, counts.Length - 1)]++;
        }

        return counts;
    }

    private double Scale(double value) => log ? ChartParts.Log10(value) : value;

    private double Unscale(double value) => log ? ChartParts.PowerOf10(value) : value;
}
