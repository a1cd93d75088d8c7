namespace AnomalyNotebooks;

/// <summary>
/// Whether an explanation names the features that matter: the columns of each flow are set to what is expected, those said to matter
/// most first, and the score is taken after each step. A sound explanation makes it fall faster than as many columns chosen at random
/// among those that differ from what is expected (Samek and others, 2017).
/// </summary>
public sealed class DeletionCurve
{
    private DeletionCurve(int[] deleted, double[] byContribution, double[] atRandom)
    {
        Deleted = deleted;
        ByContribution = byContribution;
        AtRandom = atRandom;
    }

    /// <summary>How many steps of the explanation were taken: 0, 1, 2 and so on. A step sets one column, or those of a context.</summary>
    public int[] Deleted { get; }

    /// <summary>The flows' mean score after that, those with the largest contribution first.</summary>
    public double[] ByContribution { get; }

    /// <summary>The same with as many columns of each flow chosen at random.</summary>
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
    /// <param name="steps">How many steps at most, 1 or more.</param>
    /// <exception cref="ArgumentException">No flows.</exception>
    public static DeletionCurve Measure(IFittedDetector detector, ExpectedFlows expected, FlowTable flows, ulong seed, int steps = 12)
    {
        if (flows.Count == 0) throw new ArgumentException("There are no flows to explain.", nameof(flows));
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        FlowExplanation explanation = expected.Explain(detector, flows, steps);
        bool[,] differs = expected.Differences(flows);
        int[][] random = [.. Enumerable.Range(0, flows.Count).Select(row => SeededRandom.Fork(seed, (ulong)row)
            .Permutation(differs.GetLength(1)).Where(column => differs[row, column]).ToArray())];
        int[] taken = [.. Enumerable.Range(0, steps + 1)];
        return new DeletionCurve(taken, [.. taken.Select(step => MeanScore(row => explanation.Named(row, step)))],
            [.. taken.Select(step => MeanScore(row => random[row].Take(explanation.Named(row, step).Length)))]);

        double MeanScore(Func<int, IEnumerable<int>> deleted)
        {
            HashSet<int>[] of = [.. Enumerable.Range(0, flows.Count).Select(row => deleted(row).ToHashSet())];
            return detector.Score(expected.Expect(flows, (row, column) => of[row].Contains(column))).Sum() / flows.Count;
        }
    }
}
