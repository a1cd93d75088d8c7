namespace AnomalyNotebooks;

/// <summary>The training normals, laid out for the search. Immutable.</summary>
public sealed class FittedNearestNeighbours : IExplainsScores
{
    private readonly NeighbourSearch search;
    private readonly FeatureMatrix training;

    internal FittedNearestNeighbours(FeatureMatrix training, int neighbours)
    {
        this.training = training;
        Neighbours = neighbours;
        search = new NeighbourSearch(training);
    }

    /// <summary>The features it was fitted on, in order.</summary>
    public IReadOnlyList<string> Names => training.Names;

    /// <summary>k, neighbours that a score is the mean of.</summary>
    public int Neighbours { get; }

    /// <summary>The mean distance to the <see cref="Neighbours"/> nearest training normals, in the features' unit.</summary>
    /// <inheritdoc/>
    public double[] Score(FeatureMatrix flows) => Nearest(flows).MeanDistances();

    /// <summary>The nearest training normals of each flow.</summary>
    /// <exception cref="AnomalyException">Other features than it was fitted on, a NaN or infinity, or features so large that the distance overflows.</exception>
    public NeighbourTable Nearest(FeatureMatrix flows)
    {
        DetectorInput.RequireScorable(flows, Names);
        (int[] rows, float[] squared) = search.Nearest(flows, Neighbours, leaveOwnRowOut: false);
        return new NeighbourTable(Neighbours, rows, squared);
    }

    /// <summary>The nearest other training normals of each training normal: none is its own neighbour.</summary>
    /// <exception cref="AnomalyException">There are no more training rows than neighbours.</exception>
    public NeighbourTable NearestOfTraining()
    {
        if (training.Rows <= Neighbours) throw new AnomalyException($"{training.Rows} training rows do not have {Neighbours} neighbours each besides themselves.");
        (int[] rows, float[] squared) = search.Nearest(training, Neighbours, leaveOwnRowOut: true);
        return new NeighbourTable(Neighbours, rows, squared);
    }

    /// <summary>The score of each training normal as if it had been left out of the fit.</summary>
    /// <exception cref="AnomalyException">There are no more training rows than neighbours.</exception>
    public double[] ScoreTraining() => NearestOfTraining().MeanDistances();

    /// <summary>
    /// Each feature's squared difference over the distance, averaged over the neighbours: the parts add up to the score. The expected
    /// values are the neighbours' means; <see cref="Nearest"/> names the neighbours.
    /// </summary>
    /// <inheritdoc/>
    public ScoreExplanation Explain(FeatureMatrix flows)
    {
        NeighbourTable nearest = Nearest(flows);
        float[] contributions = new float[flows.Values.Length], expected = new float[flows.Values.Length];
        DetectorInput.ForRows(flows.Rows, (first, end) =>
        {
            double[] parts = new double[Names.Count], means = new double[Names.Count];
            for (int row = first; row < end; row++)
            {
                Array.Clear(parts);
                Array.Clear(means);
                for (int i = 0; i < Neighbours; i++)
                {
                    ReadOnlySpan<float> neighbour = training.Row(nearest.RowsOf(row)[i]), own = flows.Row(row);
                    double distance = nearest.DistancesOf(row)[i];
                    for (int c = 0; c < parts.Length; c++)
                    {
                        double difference = (double)own[c] - neighbour[c];
                        if (distance > 0) parts[c] += difference * difference / distance;
                        means[c] += neighbour[c];
                    }
                }

                for (int c = 0; c < parts.Length; c++)
                {
                    contributions[(row * parts.Length) + c] = (float)(parts[c] / Neighbours);
                    expected[(row * parts.Length) + c] = (float)(means[c] / Neighbours);
                }
            }
        });
        return new ScoreExplanation(flows, new FeatureMatrix(contributions, flows.Rows, Names), new FeatureMatrix(expected, flows.Rows, Names),
            "the feature's part in the mean distance to the nearest normals");
    }
}
