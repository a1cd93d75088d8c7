namespace AnomalyNotebooks;

/// <summary>
/// What is expected of a flow, column by column: the median of the normal flows of the same context (protocol, service, state and the
/// like), or of all where the context is new; in the context's own columns, and in texts, the most frequent value; and in a column that
/// follows from others, what follows. It explains the scores of any detector: a column matters as far as the score falls when it is set
/// to what is expected and all that follows from it is computed again.
/// </summary>
public sealed class ExpectedFlows
{
    private const double SameShare = 1e-3; // a file's rounding: what follows from others within this counts as what was expected

    private readonly Dictionary<ulong, int> contexts; // key of a context: its row of `expected`; row 0 is of all flows
    private readonly FlowTable expected;

    private ExpectedFlows(Dictionary<ulong, int> contexts, FlowTable expected)
    {
        this.contexts = contexts;
        this.expected = expected;
    }

    private static IReadOnlyList<string> Columns => FlowSchema.UnswNb15.FeatureNames;

    /// <summary>Learns what is expected.</summary>
    /// <param name="normals">Normal flows, best those that the detector was fitted on.</param>
    public static ExpectedFlows Of(NormalFlows normals)
    {
        FlowTable flows = normals.Table;
        ulong[] keys = Keys(flows);
        var contexts = new Dictionary<ulong, int>();
        var groups = new List<int[]> { Enumerable.Range(0, flows.Count).ToArray() };
        foreach (IGrouping<ulong, int> group in groups[0].GroupBy(row => keys[row]))
        {
            contexts[group.Key] = groups.Count;
            groups.Add([.. group]);
        }

        string[] columns = [.. Columns];
        var numbers = new double[columns.Length][];
        var texts = new CategoryColumn?[columns.Length];
        ParallelWork.For(columns.Length, c =>
        {
            bool isContext = FlowSurprises.Context.Contains(columns[c]);
            if (flows.HasCategory(columns[c]))
            {
                CategoryColumn column = flows.Category(columns[c]);
                int overall = MostFrequent(column.Codes, groups[0]);
                texts[c] = new CategoryColumn([.. groups.Select(rows => isContext ? overall : MostFrequent(column.Codes, rows))], column.Values);
            }
            else
            {
                double[] column = flows.Number(columns[c]);
                double overall = isContext ? MostFrequent(column, groups[0]) : 0;
                numbers[c] = [.. groups.Select(rows => isContext ? overall : Median(column, rows))];
            }
        });
        var places = Enumerable.Range(0, columns.Length);
        return new ExpectedFlows(contexts, FlowParts.Table(flows.Origin, groups.Count,
            places.Where(c => texts[c] is null).ToDictionary(c => columns[c], c => numbers[c], StringComparer.Ordinal),
            places.Where(c => texts[c] is not null).ToDictionary(c => columns[c], c => texts[c]!, StringComparer.Ordinal)));
    }

    /// <summary>How much each column adds to the score of each flow.</summary>
    /// <param name="detector">Any fitted detector.</param>
    /// <param name="flows">Flows to explain; each is scored about once for each of its columns.</param>
    /// <param name="cancellation">Stops the scoring.</param>
    public FlowExplanation Explain(IFittedDetector detector, FlowTable flows, CancellationToken cancellation = default)
    {
        double[] scores = detector.Score(flows, cancellation);
        var contributions = new double[flows.Count * Columns.Count];
        FlowTable wanted = Expect(flows, (_, _) => true);
        for (int c = 0; c < Columns.Count; c++)
        {
            int column = c;
            FlowTable changed = Expect(flows, (_, other) => other == column);
            int[] rows = [.. Enumerable.Range(0, flows.Count).Where(row => !IsExpected(flows, changed, column, row))];
            if (rows.Length == 0) continue;
            double[] without = detector.Score(changed.Take(rows), cancellation);
            for (int i = 0; i < rows.Length; i++) contributions[(rows[i] * Columns.Count) + c] = scores[rows[i]] - without[i];
        }

        return new FlowExplanation(flows, wanted, Columns, contributions);
    }

    /// <summary>The flows with some columns set to what is expected and all that follows from these computed again.</summary>
    /// <param name="flows">The flows.</param>
    /// <param name="isDeleted">Of a row and a column (a place in the features' order), whether to set it.</param>
    internal FlowTable Expect(FlowTable flows, Func<int, int, bool> isDeleted)
    {
        ulong[] keys = Keys(flows);
        var numbers = FlowSchema.UnswNb15.NumericFeatures.ToDictionary(name => name, name => (double[])flows.Number(name).Clone(), StringComparer.Ordinal);
        var texts = FlowSchema.UnswNb15.CategoryFeatures.ToDictionary(name => name, name => WithValues(flows.Category(name), expected.Category(name).Values), StringComparer.Ordinal);
        var changed = new HashSet<string>(StringComparer.Ordinal);
        for (int row = 0; row < flows.Count; row++)
        {
            int context = contexts.GetValueOrDefault(keys[row]), r = row;
            changed.Clear();
            for (int c = 0; c < Columns.Count; c++)
            {
                string name = Columns[c];
                if (!isDeleted(row, c)) continue;
                changed.Add(name);
                if (texts.TryGetValue(name, out CategoryColumn? text)) text.Codes[row] = text.Values.IndexOf(expected.Category(name)[context]);
                else if (!FlowSchema.UnswNb15.Rules.Follows(name)) numbers[name][row] = expected.Number(name)[context];
            }

            FlowSchema.UnswNb15.Rules.Recompute(name => flows.Number(name)[r], name => numbers[name][r], (name, value) => numbers[name][r] = value, changed);
        }

        return FlowParts.Table(flows.Origin, flows.Count, numbers, texts);
    }

    private static bool IsExpected(FlowTable flows, FlowTable changed, int column, int row)
    {
        string name = Columns[column];
        if (flows.HasCategory(name)) return flows.Category(name)[row] == changed.Category(name)[row];
        double a = flows.Number(name)[row], b = changed.Number(name)[row];
        return FlowSchema.UnswNb15.WithRole(ColumnRole.SequenceNumber).Contains(name) ? a > 0 == b > 0
            : a == b || (FlowSchema.UnswNb15.Rules.Follows(name) && Math.Abs(a - b) <= SameShare * Math.Max(Math.Abs(a), Math.Abs(b)));
    }

    private static ulong[] Keys(FlowTable flows)
    {
        var keys = new ulong[flows.Count];
        foreach (string name in FlowSurprises.Context)
        {
            if (flows.HasCategory(name))
            {
                CategoryColumn column = flows.Category(name);
                ulong[] hashes = [.. column.Values.Select(text => text.Aggregate(0UL, (hash, letter) => HashMix.Combine(hash, HashMix.Of(letter))))];
                for (int r = 0; r < keys.Length; r++) keys[r] = HashMix.Combine(keys[r], hashes[column.Codes[r]]);
            }
            else
            {
                double[] column = flows.Number(name);
                for (int r = 0; r < keys.Length; r++) keys[r] = HashMix.Combine(keys[r], HashMix.Of(column[r]));
            }
        }

        return keys;
    }

    private static CategoryColumn WithValues(CategoryColumn column, IReadOnlyList<string> further) =>
        new((int[])column.Codes.Clone(), [.. column.Values, .. further.Except(column.Values, StringComparer.Ordinal)]);

    private static double Median(double[] column, int[] rows)
    {
        double[] values = [.. rows.Select(row => column[row])];
        Array.Sort(values);
        return values[(values.Length - 1) / 2];
    }

    // Of equally frequent values the smallest.
    private static T MostFrequent<T>(T[] column, int[] rows) where T : notnull =>
        rows.CountBy(row => column[row]).OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key).First().Key;
}
