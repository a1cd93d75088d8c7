namespace AnomalyNotebooks;

/// <summary>
/// Whether an explanation names the features that matter: the columns of each flow are set to what the detector would have expected,
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

    /// <summary>The mean over the steps of how much lower the score is than in random order, as a share of the score before any deletion.
    /// Above 0: the explanation knows something.</summary>
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
    /// <param name="detector">The detector whose scores are explained.</param>
    /// <param name="expected">What explains them.</param>
    /// <param name="flows">Flows to explain, best the top alerts; at least one.</param>
    /// <param name="seed">Fixes the random order.</param>
    /// <param name="maxDeleted">How many columns are set at most, 1 or more.</param>
    /// <exception cref="ArgumentException">No flows.</exception>
    public static DeletionCurve Measure(IFittedDetector detector, ExpectedFlows expected, FlowTable flows, ulong seed, int maxDeleted = 20)
    {
        if (flows.Count == 0) throw new ArgumentException("There are no flows to explain.", nameof(flows));
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDeleted, 1);
        FlowExplanation explanation = expected.Explain(detector, flows);
        int[][] ranked = [.. Enumerable.Range(0, flows.Count).Select(explanation.Ranked)];
        int[][] random = [.. ranked.Select((order, row) => SeededRandom.Fork(seed, (ulong)row).Permutation(order.Length))];
        int[] steps = [.. Enumerable.Range(0, Math.Min(maxDeleted, ranked[0].Length) + 1)];
        return new DeletionCurve(steps, [.. steps.Select(step => MeanScore(ranked, step))],
            [.. steps.Select(step => MeanScore(random, step))]);

        double MeanScore(int[][] orders, int step)
        {
            HashSet<int>[] deleted = [.. orders.Select(order => order[..step].ToHashSet())];
            return detector.Score(expected.Expect(flows, (row, column) => deleted[row].Contains(column))).Sum() / flows.Count;
        }
    }
}
