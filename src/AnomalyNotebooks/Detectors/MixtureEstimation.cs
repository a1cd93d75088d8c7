namespace AnomalyNotebooks;

/// <summary>Expectation maximisation for Gaussian mixtures, step for step as scikit-learn's.</summary>
internal static class MixtureEstimation
{
    private const int BlockRows = 1024;

    /// <summary>The mixture in which every row belongs wholly to the bell of its label (0 to the largest label).</summary>
    public static MixtureParameters FromLabels(FeatureMatrix rows, int[] labels, bool diagonal, double regularisation)
    {
        int components = labels.Max() + 1;
        var responsibilities = new double[rows.Rows * components];
        for (int row = 0; row < rows.Rows; row++) responsibilities[(labels[row] * rows.Rows) + row] = 1;
        return Maximise(rows, responsibilities, components, diagonal, regularisation);
    }

    /// <summary>Alternates both steps until the mean log-likelihood moves by less than <paramref name="tolerance"/>.</summary>
    public static (MixtureParameters Mixture, int Iterations, bool Converged) Run(
        FeatureMatrix rows, MixtureParameters start, bool diagonal, double regularisation, int maxIterations, double tolerance,
        CancellationToken cancellation)
    {
        MixtureParameters mixture = start;
        var responsibilities = new double[rows.Rows * start.Components];
        double before = double.NegativeInfinity;
        for (int iteration = 1; iteration <= maxIterations; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            double likelihood = Expect(rows, mixture, responsibilities);
            mixture = Maximise(rows, responsibilities, start.Components, diagonal, regularisation);
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
        ParallelWork.For(blocks, part =>
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
                        // below 1e-16 of the whole: lost in rounding anyway
                        responsibilities[(k * rows.Rows) + first + lane] = log < -37 ? 0 : PortableMath.Exp(log);
                    }
                }
            }
        });

        double sum = 0;
        foreach (double part in likelihood) sum += part;
        return sum / rows.Rows;
    }

    // Weights, centres and shapes from the shares. Each bell is one part of the work and sums its rows in order.
    private static MixtureParameters Maximise(FeatureMatrix rows, double[] responsibilities, int components, bool diagonal,
        double regularisation)
    {
        const double Epsilon = 2.220446049250313e-16;
        int n = rows.Columns;
        double[] weights = new double[components], means = new double[components * n], covariances = new double[components * n * n];
        ParallelWork.For(components, k =>
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
                    int width = diagonal ? 1 : n - i;
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

/// <summary>Lloyd's k-means from a k-means++ start (Arthur and Vassilvitskii, 2007), to start mixtures from.</summary>
internal static class KMeans
{
    private const int MaxRounds = 50;

    /// <summary>A cluster per row, numbered from 0 without gaps; fewer than asked for where there are fewer distinct rows.</summary>
    public static int[] Labels(FeatureMatrix rows, int clusters, SeededRandom random, CancellationToken cancellation)
    {
        double[][] centres = Start(rows, clusters, random);
        var labels = new int[rows.Rows];
        for (int round = 0; round < MaxRounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!Assign(rows, centres, labels)) break;
            MoveCentres(rows, centres, labels);
        }

        return WithoutGaps(labels, centres.Length);
    }

    // Each further centre is a row drawn with probability proportional to its squared distance from the centres so far.
    private static double[][] Start(FeatureMatrix rows, int clusters, SeededRandom random)
    {
        var centres = new List<double[]> { AsCentre(rows, random.Next(rows.Rows)) };
        var distance = new double[rows.Rows];
        Array.Fill(distance, double.PositiveInfinity);
        while (centres.Count < clusters)
        {
            double[] latest = centres[^1];
            ParallelWork.ForRows(rows.Rows, (first, end) =>
            {
                for (int row = first; row < end; row++) distance[row] = Math.Min(distance[row], SquaredDistance(rows.Row(row), latest));
            });
            double total = 0;
            foreach (double d in distance) total += d;
            if (total == 0) break;

            double target = random.NextDouble() * total;
            int chosen = -1;
            for (int row = 0; row < rows.Rows && target >= 0; row++)
            {
                if (distance[row] == 0) continue;
                chosen = row;
                target -= distance[row];
            }

            centres.Add(AsCentre(rows, chosen));
        }

        return [.. centres];
    }

    // The nearest centre of each row, the first of equally near ones; whether any row changed.
    private static bool Assign(FeatureMatrix rows, double[][] centres, int[] labels)
    {
        float[] values = [.. centres.SelectMany(centre => centre.Select(x => (float)x))];
        (int[] nearest, _) = new NeighbourSearch(new FeatureMatrix(values, centres.Length, rows.Names))
            .Nearest(rows, k: 1, leaveOwnRowOut: false);
        bool changed = !nearest.AsSpan().SequenceEqual(labels);
        nearest.CopyTo(labels, 0);
        return changed;
    }

    private static void MoveCentres(FeatureMatrix rows, double[][] centres, int[] labels) =>
        ParallelWork.For(centres.Length, k =>
        {
            var sum = new double[rows.Columns];
            int count = 0;
            for (int row = 0; row < rows.Rows; row++)
            {
                if (labels[row] != k) continue;
                count++;
                ReadOnlySpan<float> values = rows.Row(row);
                for (int c = 0; c < sum.Length; c++) sum[c] += values[c];
            }

            if (count == 0) return; // an empty cluster stays where it is
            for (int c = 0; c < sum.Length; c++) centres[k][c] = sum[c] / count;
        });

    private static int[] WithoutGaps(int[] labels, int clusters)
    {
        var number = new int[clusters];
        foreach (int label in labels) number[label] = 1;
        int used = 0;
        for (int k = 0; k < clusters; k++) number[k] = number[k] == 0 ? -1 : used++;
        return [.. labels.Select(label => number[label])];
    }

    private static double[] AsCentre(FeatureMatrix rows, int row)
    {
        var centre = new double[rows.Columns];
        for (int c = 0; c < centre.Length; c++) centre[c] = rows[row, c];
        return centre;
    }

    private static double SquaredDistance(ReadOnlySpan<float> row, double[] centre)
    {
        double sum = 0;
        for (int c = 0; c < row.Length; c++)
        {
            double difference = row[c] - centre[c];
            sum += difference * difference;
        }

        return sum;
    }
}
