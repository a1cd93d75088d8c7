namespace AnomalyNotebooks;

/// <summary>Turns scores into the curve of their distribution, ready for a figure.</summary>
public static class ScoreDensity
{
    /// <summary>The density of the logarithm of positive scores (Gaussian kernels, Scott's rule), over the scores themselves: for a
    /// logarithmic axis. Losses spread over decades, and a density of the plain loss would be one spike at the left.</summary>
    /// <param name="name">As the legend says it.</param>
    /// <param name="scores">At least two different positive scores; those that are not positive are left out.</param>
    /// <param name="points">Points of the curve.</param>
    public static Series OfLogarithm(string name, ReadOnlySpan<double> scores, int points = 256)
    {
        var logarithms = new List<double>(scores.Length);
        foreach (double score in scores)
            if (score > 0) logarithms.Add(ChartParts.Log10(score));
        var density = KernelDensity.Fit([.. logarithms]);
        double[] grid = density.Grid(points);
        return new Series(name, [.. grid.Select(ChartParts.PowerOf10)], density.Evaluate(grid));
    }
}
