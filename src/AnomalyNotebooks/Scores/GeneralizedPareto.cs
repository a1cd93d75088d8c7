namespace AnomalyNotebooks;

/// <summary>
/// The generalised Pareto distribution of excesses y &gt; 0 over a high threshold: P(Y &gt; y) = (1 + shape y / scale)^(-1 / shape).
/// </summary>
/// <param name="Shape">Above 0: a heavy tail; 0: exponential; below 0: the tail ends at -scale / shape.</param>
/// <param name="Scale">Positive, in the unit of the scores.</param>
internal sealed record GeneralizedPareto(double Shape, double Scale)
{
    /// <summary>
    /// Fits by the quasi-Bayesian estimator of Zhang and Stephens (2009): a weighted mean over a grid of the profile likelihood.
    /// Nearly as efficient as maximum likelihood, exists for every sample, needs no iteration and so no start or stopping rule.
    /// </summary>
    /// <param name="excesses">Positive excesses, at least 5.</param>
    /// <exception cref="ArgumentException">Fewer than 5, or one that is not positive and finite.</exception>
    public static GeneralizedPareto Fit(ReadOnlySpan<double> excesses)
    {
        double[] y = ScoreArrays.Sorted(excesses, "excesses over the threshold", least: 5);
        if (y[0] <= 0) throw new ArgumentException("Excesses over a threshold must be positive.", nameof(excesses));

        // The likelihood is reparametrised by theta = -shape / scale; given theta the best shape is the mean of log(1 - theta y).
        int n = y.Length, gridSize = 30 + (int)Math.Sqrt(n);
        double largest = y[^1], quartile = y[(int)((n / 4.0) + 0.5) - 1];
        var theta = new double[gridSize];
        var logLikelihood = new double[gridSize];
        for (int j = 0; j < gridSize; j++)
        {
            theta[j] = (1 / largest) + ((1 - Math.Sqrt(gridSize / (j + 0.5))) / (3 * quartile));
            double shape = BestShape(y, theta[j]);
            logLikelihood[j] = n * (PortableMath.Log(-theta[j] / shape) - shape - 1);
        }

        double best = 0;
        for (int j = 0; j < gridSize; j++)
        {
            double inverseWeight = 0;
            for (int i = 0; i < gridSize; i++) inverseWeight += PortableMath.Exp(logLikelihood[i] - logLikelihood[j]);
            best += theta[j] / inverseWeight;
        }

        double fitted = BestShape(y, best);
        return new GeneralizedPareto(fitted, -fitted / best);
    }

    /// <summary>The excess that is exceeded with probability <paramref name="tailProbability"/> (0 to 1, 0 excluded).</summary>
    public double Exceeded(double tailProbability)
    {
        double logTail = PortableMath.Log(tailProbability);
        return Math.Abs(Shape) < 1e-9 ? -Scale * logTail : Scale / Shape * (PortableMath.Exp(-Shape * logTail) - 1);
    }

    private static double BestShape(double[] y, double theta)
    {
        double sum = 0;
        foreach (double excess in y) sum += PortableMath.Log1p(-theta * excess);
        return sum / y.Length;
    }
}
