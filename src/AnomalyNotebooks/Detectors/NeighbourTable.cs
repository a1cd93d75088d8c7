namespace AnomalyNotebooks;

/// <summary>The nearest training rows of some flows, nearest first.</summary>
public sealed class NeighbourTable
{
    internal NeighbourTable(int neighbours, int[] rows, float[] squaredDistances)
    {
        Neighbours = neighbours;
        Rows = rows;
        Distances = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            if (!float.IsFinite(squaredDistances[i]))
                throw new AnomalyException($"Row {i / neighbours} lies too far from the training rows for its distance to be computed. Scale the features (StandardStep, QuantileStep).");
            Distances[i] = Math.Sqrt(squaredDistances[i]);
        }
    }

    /// <summary>k, neighbours per flow.</summary>
    public int Neighbours { get; }

    /// <summary>Flows by <see cref="Neighbours"/>: indices of training rows.</summary>
    public int[] Rows { get; }

    /// <summary>Flows by <see cref="Neighbours"/>: their Euclidean distances, ascending for each flow.</summary>
    public double[] Distances { get; }

    /// <summary>The training rows nearest to flow <paramref name="flow"/>, nearest first.</summary>
    public ReadOnlySpan<int> RowsOf(int flow) => Rows.AsSpan(flow * Neighbours, Neighbours);

    /// <summary>The distances of flow <paramref name="flow"/>, ascending.</summary>
    public ReadOnlySpan<double> DistancesOf(int flow) => Distances.AsSpan(flow * Neighbours, Neighbours);

    internal double[] MeanDistances()
    {
        var means = new double[Rows.Length / Neighbours];
        for (int flow = 0; flow < means.Length; flow++)
        {
            foreach (double distance in DistancesOf(flow)) means[flow] += distance;
            means[flow] /= Neighbours;
        }

        return means;
    }
}
