namespace AnomalyNotebooks;

/// <summary>One step of an explanation: columns set to what is expected together, and how far the score fell.</summary>
/// <param name="Columns">Places among the features.</param>
/// <param name="Fall">Score before less score after; above 0.</param>
internal sealed record Deletion(int[] Columns, double Fall)
{
    private const int FlowsAtOnce = 512; // each is scored some forty times in one call

    /// <summary>For each flow, column after column that lowers the score most, given those before it; a search from the front, as in
    /// stepwise regression, so that columns which act together are found together.</summary>
    public static IReadOnlyList<Deletion>[] Greedy(
        ExpectedFlows expected, IFittedDetector detector, FlowTable flows, int steps, CancellationToken cancellation)
    {
        var found = new IReadOnlyList<Deletion>[flows.Count];
        for (int first = 0; first < flows.Count; first += FlowsAtOnce)
        {
            int[] rows = [.. Enumerable.Range(first, Math.Min(FlowsAtOnce, flows.Count - first))];
            Few(expected, detector, flows.Take(rows), steps, cancellation).CopyTo(found, first);
        }

        return found;
    }

    private static IReadOnlyList<Deletion>[] Few(
        ExpectedFlows expected, IFittedDetector detector, FlowTable flows, int steps, CancellationToken cancellation)
    {
        bool[,] open = expected.Differences(flows); // what may still be set
        int[] context = expected.ContextColumns();
        var set = new bool[flows.Count, open.GetLength(1)];
        double[] scores = detector.Score(flows, cancellation);
        List<Deletion>[] found = [.. scores.Select(_ => new List<Deletion>())];
        int[] active = [.. Enumerable.Range(0, flows.Count)];
        for (int step = 0; step < steps && active.Length > 0; step++)
        {
            (int Row, int[] Columns)[] trials = [.. active.SelectMany(row => Candidates(row).Select(columns => (row, columns)))];
            if (trials.Length == 0) break;
            FlowTable changed = expected.Expect(flows.Take([.. trials.Select(trial => trial.Row)]),
                (i, column) => set[trials[i].Row, column] || trials[i].Columns.Contains(column));
            double[] after = detector.Score(changed, cancellation);
            var best = new Dictionary<int, int>();
            for (int i = 0; i < trials.Length; i++)
                if (after[i] < scores[trials[i].Row] && (!best.TryGetValue(trials[i].Row, out int b) || after[i] < after[b]))
                    best[trials[i].Row] = i;
            foreach ((int row, int i) in best)
            {
                found[row].Add(new Deletion(trials[i].Columns, scores[row] - after[i]));
                scores[row] = after[i];
                foreach (int column in trials[i].Columns) (set[row, column], open[row, column]) = (true, false);
            }

            active = [.. active.Where(best.ContainsKey)];
        }

        return found;

        IEnumerable<int[]> Candidates(int row)
        {
            for (int column = 0; column < open.GetLength(1); column++)
                if (open[row, column]) yield return [column];
            int[] together = [.. context.Where(column => open[row, column])];
            if (together.Length > 1) yield return together;
        }
    }
}
