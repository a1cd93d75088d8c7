namespace AnomalyNotebooks;

/// <summary>
/// What a correlation of numbered categories is worth: the same flows, with the categories numbered in other orders. Sorting them by
/// name, as label encoding does, is one order among many, and the coefficient is an accident of it.
/// </summary>
public static class CategoryNumbering
{
    /// <summary>Pearson's coefficient of two text columns under random numberings of both.</summary>
    /// <param name="first">One column.</param>
    /// <param name="second">Another, of the same length.</param>
    /// <param name="times">How many numberings to try.</param>
    /// <param name="seed">Fixes the numberings.</param>
    /// <returns>One coefficient from -1 to 1 per numbering, NaN where a column is constant.</returns>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static double[] RandomCorrelations(CategoryColumn first, CategoryColumn second, int times, ulong seed)
    {
        if (first.Count != second.Count) throw new ArgumentException($"{first.Count} and {second.Count} flows cannot be paired.", nameof(second));
        var random = new SeededRandom(seed);
        var coefficients = new double[times];
        for (int i = 0; i < times; i++)
        {
            double[] x = Numbered(first, random.Permutation(first.Values.Count)), y = Numbered(second, random.Permutation(second.Values.Count));
            coefficients[i] = CorrelationKernel.Pearson([x, y])[1];
        }

        return coefficients;
    }

    private static double[] Numbered(CategoryColumn column, int[] numbers) => [.. column.Codes.Select(code => (double)numbers[code])];
}
