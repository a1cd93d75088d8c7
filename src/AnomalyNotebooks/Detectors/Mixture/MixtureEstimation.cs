namespace AnomalyNotebooks;

/// <summary>Expectation maximisation for Gaussian mixtures, step for step as scikit-learn's.</summary>
internal static class MixtureEstimation
{
    private const int BlockRows = 1024;

    /// <summary>The mixture in which every row belongs wholly to the bell of its label (0 to the largest label).</summary>
    public static MixtureParameters FromLabels(FeatureMatrix rows, int[] labels, MixtureCovariance covariance, double regularisation)
    {
        int components = labels.Max() + 1;
        var responsibilities = new double[rows.Rows * components];
        for (int row = 0; row < rows.Rows; row++) responsibilities[(labels[row] * rows.Rows) + row] = 1;
        return Maximise(rows, responsibilities, components, covariance, regularisation);
    }

    /// <summary>Alternates both steps until the mean log-likelihood moves by less than <paramref name="tolerance"/>.</summary>
    public static (MixtureParameters Mixture, int Iterations, bool Converged) Run(
        FeatureMatrix rows, MixtureParameters start, MixtureCovariance covariance, double regularisation, int maxIterations, double tolerance, CancellationToken cancellation)
    {
        MixtureParameters mixture = start;
        var responsibilities = new double[rows.Rows * start.Components];
        double before = double.NegativeInfinity;
        for (int iteration = 1; iteration <= maxIterations; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            double likelihood = Expect(rows, mixture, responsibilities);
            mixture = Maximise(rows, responsibilities, start.Components, covariance, regularisation);
            if (Math.Abs(likelihood - before) < tolerance) return (mixture, iteration, true);
            before = likelihood;
        }

        return (mixture, maxIterations, false);
    }

    // Each bell's share in each row (bells x rows); gives the mean log-likelihood of a row.
    private static double Expect(FeatureMatrix rows, MixtureParameters mixture, double[] responsibilities)
    {
        int blocks = (rows.Rows + BlockRows - 1) / BlockRows;
        var likelihood = new double[blocks];
        Parallel.For(0, blocks, ThreadLimit.Options(), part =>
        {
            var block = new MixtureBlock(mixture);
            int end = Math.Min(rows.Rows, (part + 1) * BlockRows);
            for (int first = part * BlockRows; first < end; first += MixtureBlock.Rows)
            {
                block.Load(rows, first, end);
                mixture.Evaluate(block);
                int lanes = Math.Min(MixtureBlock.Rows, end - first);
                for (int lane = 0; lane < lanes; lane++) likelihood[part] += block.LogDensities[lane];
                for (int k = 0; k < mixture.Components; k++)
                {
                    for (int lane = 0; lane < lanes; lane++)
                    {
                        double log = block.LogParts[(k * MixtureBlock.Rows) + lane] - block.LogDensities[lane];
                        responsibilities[(k * rows.Rows) + first + lane] = log < -37 ? 0 : PortableMath.Exp(log); // below 1e-16 of the whole: lost in rounding anyway
                    }
                }
            }
        });

        double sum = 0;
        foreach (double part in likelihood) sum += part;
        return sum / rows.Rows;
    }

    // Weights, centres and shapes from the shares. Each bell is one part of the work and sums its rows in order.
    private static MixtureParameters Maximise(FeatureMatrix rows, double[] responsibilities, int components, MixtureCovariance covariance, double regularisation)
    {
        const double Epsilon = 2.220446049250313e-16;
        int n = rows.Columns;
        double[] weights = new double[components], means = new double[components * n], covariances = new double[components * n * n];
        Parallel.For(0, components, ThreadLimit.Options(), k =>
        {
            double total = 10 * Epsilon;
            Span<double> mean = means.AsSpan(k * n, n);
            var deviation = new double[n];
            for (int row = 0; row < rows.Rows; row++)
            {
                double share = responsibilities[(k * rows.Rows) + row];
                if (share == 0) continue;
                total += share;
                ReadOnlySpan<float> values = rows.Row(row);
                for (int c = 0; c < n; c++) mean[c] += share * values[c];
            }

            for (int c = 0; c < n; c++) mean[c] /= total;
            double[] centre = mean.ToArray();
            Span<double> own = covariances.AsSpan(k * n * n, n * n);
            for (int row = 0; row < rows.Rows; row++)
            {
                double share = responsibilities[(k * rows.Rows) + row];
                if (share == 0) continue;
                Moments.Deviation(rows.Row(row), centre, deviation);
                for (int i = 0; i < n; i++)
                {
                    int width = covariance == MixtureCovariance.Full ? n - i : 1;
                    VectorMath.AddScaled(own.Slice((i * n) + i, width), share * deviation[i], deviation.AsSpan(i));
                }
            }

            for (int i = 0; i < n; i++)
            {
                for (int j = i; j < n; j++) own[(j * n) + i] = own[(i * n) + j] /= total;
                own[(i * n) + i] += regularisation;
            }

            weights[k] = total;
        });

        double all = 0;
        foreach (double weight in weights) all += weight;
        for (int k = 0; k < components; k++) weights[k] /= all;
        return new MixtureParameters(weights, means, covariances, n);
    }
}
