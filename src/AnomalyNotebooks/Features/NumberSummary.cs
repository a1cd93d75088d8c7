namespace AnomalyNotebooks;

/// <summary>A numeric column in a few numbers. Without any value the statistics are NaN.</summary>
public sealed record NumberSummary
{
    private double[] Sorted { get; init; } = [];

    /// <summary>The column.</summary>
    public required string Name { get; init; }

    /// <summary>Number of values, without the missing ones.</summary>
    public required int Count { get; init; }

    /// <summary>Number of missing values (NaN).</summary>
    public required int Missing { get; init; }

    /// <summary>Smallest value.</summary>
    public double Minimum => Quantile(0);

    /// <summary>A quarter of the values are not above this.</summary>
    public double LowerQuartile => Quantile(0.25);

    /// <summary>Half of the values are not above this.</summary>
    public double Median => Quantile(0.5);

    /// <summary>Three quarters of the values are not above this.</summary>
    public double UpperQuartile => Quantile(0.75);

    /// <summary>Largest value.</summary>
    public double Maximum => Quantile(1);

    /// <summary>Arithmetic mean.</summary>
    public required double Mean { get; init; }

    /// <summary>Standard deviation of a sample (divided by count - 1), as pandas.</summary>
    public required double StandardDeviation { get; init; }

    /// <summary>Number of distinct values.</summary>
    public required int Distinct { get; init; }

    /// <summary>The most frequent values with their counts, falling; of equally frequent ones the smaller first.</summary>
    public required IReadOnlyList<(double Value, int Count)> Top { get; init; }

    /// <summary>Summarises a column.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Numbers, NaN where missing.</param>
    /// <param name="top">How many of the most frequent values to name.</param>
    public static NumberSummary Of(string name, ReadOnlySpan<double> values, int top = 5)
    {
        double[] present = [.. values.ToArray().Where(value => !double.IsNaN(value))];
        double mean = present.Length == 0 ? double.NaN : Sum(present) / present.Length;
        double[] squares = [.. present.Select(value => (value - mean) * (value - mean))];
        (double[] distinct, int[] counts) = ValueIndex.Counts(present);
        return new NumberSummary
        {
            Name = name,
            Sorted = RadixSort.Ascending(present),
            Count = present.Length,
            Missing = values.Length - present.Length,
            Mean = mean,
            StandardDeviation = present.Length < 2 ? double.NaN : Math.Sqrt(Sum(squares) / (present.Length - 1)),
            Distinct = distinct.Length,
            Top = [.. distinct.Zip(counts).OrderByDescending(entry => entry.Second).Take(top)],
        };
    }

    /// <summary>The value that a share of the values are not above, between neighbours by linear interpolation, as NumPy.</summary>
    /// <param name="share">From 0 to 1.</param>
    public double Quantile(double share)
    {
        if (!(share >= 0 && share <= 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "A quantile lies between 0 and 1.");
        return Sorted.Length == 0 ? double.NaN : SortedValues.Quantile(Sorted, share);
    }

    private static double Sum(double[] values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        return sum;
    }
}
