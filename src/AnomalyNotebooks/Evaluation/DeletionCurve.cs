namespace AnomalyNotebooks;

/// <summary>
/// Whether an explanation names the features that matter: the features of each flow are set to what the detector would have expected,
/// those said to matter most first, and the score is taken after each. A sound explanation makes it fall faster than a random order
/// (Samek and others, 2017).
/// </summary>
public sealed class DeletionCurve
{
    private DeletionCurve(int[] deleted, double[] byContribution, double[] atRandom)
    {
        Deleted = deleted;
        ByContribution = byContribution;
        AtRandom = atRandom;
    }

    /// <summary>How many features have been set to their expected value: 0, 1, 2 and so on.</summary>
    public int[] Deleted { get; }

    /// <summary>The flows' mean score after that, those with the largest contribution first.</summary>
    public double[] ByContribution { get; }

    /// <summary>The same in random order.</summary>
    public double[] AtRandom { get; }

    /// <summary>The mean over the steps of how much lower the score is than in random order, as a share of the score before any deletion. Above 0: the explanation knows something.</summary>
    public double Advantage
    {
        get
        {
            double sum = 0;
            for (int i = 1; i < Deleted.Length; i++) sum += AtRandom[i] - ByContribution[i];
            return Deleted.Length == 1 ? 0 : sum / (Deleted.Length - 1) / Math.Abs(ByContribution[0]);
        }
    }

    /// <summary>Measures the curve.</summary>
    /// <param name="detector">The detector that explains.</param>
    /// <param name="flows">Flows to explain, best the top alerts; at least one.</param>
    /// <param name="seed">Fixes the random order.</param>
    /// <param name="maxDeleted">How many features are deleted at most.</param>
    /// <exception cref="ArgumentException">No flows, or not what the detector was fitted on.</exception>
    public static DeletionCurve Measure(IExplainsScores detector, FeatureMatrix flows, ulong seed, int maxDeleted = 20)
    {
        if (flows.Rows == 0) throw new ArgumentException("There are no flows to explain.", nameof(flows));
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDeleted, 1);
        ScoreExplanation explanation = detector.Explain(flows);
        int[][] ranked = [.. Enumerable.Range(0, flows.Rows).Select(explanation.Ranked)];
        int[][] random = [.. Enumerable.Range(0, flows.Rows).Select(row => SeededRandom.Fork(seed, (ulong)row).Permutation(flows.Columns))];
        int steps = Math.Min(maxDeleted, flows.Columns);
        return new DeletionCurve([.. Enumerable.Range(0, steps + 1)],
            MeanScores(detector, flows, explanation.Expected, ranked, steps), MeanScores(detector, flows, explanation.Expected, random, steps));
    }

    private static double[] MeanScores(IFittedDetector detector, FeatureMatrix flows, FeatureMatrix expected, int[][] order, int steps)
    {
        var changed = new FeatureMatrix([.. flows.Values], flows.Rows, flows.Names);
        var means = new double[steps + 1];
        for (int step = 0; step <= steps; step++)
        {
            for (int row = 0; row < flows.Rows && step > 0; row++)
            {
                int column = order[row][step - 1];
                changed.Values[(row * flows.Columns) + column] = expected[row, column];
            }

            double sum = 0;
            foreach (double score in detector.Score(changed)) sum += score;
            means[step] = sum / flows.Rows;
        }

        return means;
    }
}
