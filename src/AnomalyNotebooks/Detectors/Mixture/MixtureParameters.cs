namespace AnomalyNotebooks;

/// <summary>Weights, centres and shapes of the bells of a mixture, ready for densities. Immutable.</summary>
internal sealed class MixtureParameters
{
    private const double Log2Pi = 1.8378770664093453;
    private readonly double[] weights;
    private readonly double[] means;     // components x features
    private readonly double[] whitening; // components x features x features, upper triangular: inverse covariance = whitening * whitening'
    private readonly double[] logScale;  // log of weight times the density at the centre

    /// <summary>Prepares the bells.</summary>
    /// <param name="weights">Share of each bell.</param>
    /// <param name="means">Components by features.</param>
    /// <param name="covariances">Components by features by features.</param>
    /// <param name="features">Number of features.</param>
    /// <exception cref="AnomalyException">A covariance is not positive definite.</exception>
    public MixtureParameters(double[] weights, double[] means, double[] covariances, int features)
    {
        this.weights = weights;
        this.means = means;
        Features = features;
        whitening = new double[covariances.Length];
        logScale = new double[weights.Length];
        for (int k = 0; k < weights.Length; k++)
        {
            Span<double> own = whitening.AsSpan(k * features * features, features * features);
            if (!Cholesky.InverseFactor(covariances.AsSpan(k * features * features, features * features), features, own))
                throw new AnomalyException($"Bell {k + 1} of the mixture has collapsed onto a line or plane: raise Regularisation, or fit on fewer PrincipalComponents.");
            logScale[k] = PortableMath.Log(weights[k]) - (0.5 * features * Log2Pi);
            for (int i = 0; i < features; i++) logScale[k] += PortableMath.Log(own[(i * features) + i]);
        }
    }

    public int Components => weights.Length;

    public int Features { get; }

    public ReadOnlySpan<double> Weights => weights;

    public ReadOnlySpan<double> MeanOf(int component) => means.AsSpan(component * Features, Features);

    /// <summary>The log-density of a row; leaves in <paramref name="scratch"/> the log of each bell's part.</summary>
    public double LogLikelihood(ReadOnlySpan<float> row, Scratch scratch)
    {
        double largest = double.NegativeInfinity;
        for (int k = 0; k < Components; k++)
        {
            Whiten(row, k, scratch);
            double part = logScale[k] - (0.5 * VectorMath.SumOfSquares(scratch.Whitened));
            scratch.LogParts[k] = part;
            largest = Math.Max(largest, part);
        }

        double sum = 0;
        foreach (double part in scratch.LogParts)
            if (part > largest - 40) sum += PortableMath.Exp(part - largest);
        return largest + PortableMath.Log(sum);
    }

    /// <summary>The bell with the largest part in the row's density; of equal ones the first.</summary>
    public int MostLikely(ReadOnlySpan<float> row, Scratch scratch)
    {
        LogLikelihood(row, scratch);
        int best = 0;
        for (int k = 1; k < Components; k++)
            if (scratch.LogParts[k] > scratch.LogParts[best]) best = k;
        return best;
    }

    /// <summary>Leaves inverse covariance times (row - centre) in <see cref="Scratch.Slope"/>.</summary>
    public void PrecisionTimesDeviation(ReadOnlySpan<float> row, int component, Scratch scratch)
    {
        Whiten(row, component, scratch);
        for (int i = 0; i < Features; i++)
        {
            double sum = 0;
            for (int j = i; j < Features; j++) sum += whitening[(((component * Features) + i) * Features) + j] * scratch.Whitened[j];
            scratch.Slope[i] = sum;
        }
    }

    // whitened = whitening' * (row - centre): uncorrelated, with variance 1, if the row comes from this bell.
    private void Whiten(ReadOnlySpan<float> row, int component, Scratch scratch)
    {
        ReadOnlySpan<double> mean = MeanOf(component), factor = whitening.AsSpan(component * Features * Features, Features * Features);
        scratch.Whitened.AsSpan().Clear();
        for (int i = 0; i < mean.Length; i++)
        {
            VectorMath.AddScaled(scratch.Whitened.AsSpan(i), row[i] - mean[i], factor.Slice((i * mean.Length) + i, mean.Length - i));
        }
    }

    /// <summary>Working memory of one thread.</summary>
    public sealed class Scratch(MixtureParameters mixture)
    {
        public double[] LogParts { get; } = new double[mixture.Components];

        public double[] Whitened { get; } = new double[mixture.Features];

        public double[] Slope { get; } = new double[mixture.Features];
    }
}
