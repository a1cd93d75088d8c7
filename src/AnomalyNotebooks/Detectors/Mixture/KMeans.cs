namespace AnomalyNotebooks;

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
            DetectorInput.ForRows(rows.Rows, (first, end) =>
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
        (int[] nearest, _) = new NeighbourSearch(new FeatureMatrix(values, centres.Length, rows.Names)).Nearest(rows, k: 1, leaveOwnRowOut: false);
        bool changed = !nearest.AsSpan().SequenceEqual(labels);
        nearest.CopyTo(labels, 0);
        return changed;
    }

    private static void MoveCentres(FeatureMatrix rows, double[][] centres, int[] labels) =>
        Parallel.For(0, centres.Length, ThreadLimit.Options(), k =>
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
