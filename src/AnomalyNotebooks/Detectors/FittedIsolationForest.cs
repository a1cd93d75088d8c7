namespace AnomalyNotebooks;

/// <summary>The trees of an isolation forest. Immutable.</summary>
public sealed class FittedIsolationForest : IExplainsScores
{
    private const double Ln2 = 0.6931471805599453;
    private readonly IsolationTree[] trees;
    private readonly float[] medians;
    private readonly double averagePath;

    internal FittedIsolationForest(IReadOnlyList<string> names, IsolationTree[] trees, int sampleSize, float[] medians)
    {
        Names = names;
        this.trees = trees;
        this.medians = medians;
        averagePath = IsolationTree.AveragePath(sampleSize);
    }

    /// <summary>The features it was fitted on, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>2^(-mean path length / c(sample size)), between 0 and 1; about 0.5 for an average row. The negative of scikit-learn's <c>score_samples</c>.</summary>
    /// <inheritdoc/>
    public double[] Score(FeatureMatrix flows)
    {
        DetectorInput.RequireScorable(flows, Names);
        var scores = new double[flows.Rows];
        DetectorInput.ForRows(flows.Rows, (first, end) =>
        {
            // Tree by tree, so that one tree stays in the cache while all rows of the part go through it.
            foreach (IsolationTree tree in trees)
                for (int row = first; row < end; row++) scores[row] += tree.PathLength(flows.Row(row));
            for (int row = first; row < end; row++)
            {
                double relative = averagePath == 0 ? 1 : scores[row] / (trees.Length * averagePath);
                scores[row] = PortableMath.Exp(-Ln2 * relative);
            }
        });
        return scores;
    }

    /// <summary>
    /// By how many splits each feature shortened the path on average over the trees, along the row's own path (Saabas, 2014, on
    /// path lengths); the sum is the mean path of the sample less the row's. The expected values are the normals' medians.
    /// </summary>
    /// <inheritdoc/>
    public ScoreExplanation Explain(FeatureMatrix flows)
    {
        DetectorInput.RequireScorable(flows, Names);
        float[] contributions = new float[flows.Values.Length], expected = new float[flows.Values.Length];
        DetectorInput.ForRows(flows.Rows, (first, end) =>
        {
            var shortenings = new double[Names.Count];
            for (int row = first; row < end; row++)
            {
                Array.Clear(shortenings);
                foreach (IsolationTree tree in trees) tree.AddShortenings(flows.Row(row), shortenings);
                for (int c = 0; c < shortenings.Length; c++) contributions[(row * shortenings.Length) + c] = (float)(shortenings[c] / trees.Length);
                medians.CopyTo(expected, row * medians.Length);
            }
        });
        return new ScoreExplanation(flows, new FeatureMatrix(contributions, flows.Rows, Names), new FeatureMatrix(expected, flows.Rows, Names),
            "splits by which the feature shortened the path to the row");
    }
}
