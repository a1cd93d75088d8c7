namespace AnomalyNotebooks;

/// <summary>
/// What is expected of a flow: the most typical normal flow of its context (protocol, service, state and the like), a real one, whose
/// columns go together; of the context that has most in common with it where its own was never seen, and of several the most frequent. It
/// explains the scores of any detector: columns matter as far as the score falls when they are set to what is expected and all that
/// follows from them is computed again.
/// </summary>
public sealed class ExpectedFlows
{
    private const double SameShare = 1e-3; // a file's rounding: what follows from others within this counts as what was expected
    private const int RowsLookedAt = 4096; // of one context, evenly chosen: enough to tell what is typical

    private readonly Dictionary<ulong, int> contexts; // key of a context: its row of `expected`
    private readonly FlowTable expected; // the most frequent context first

    internal ExpectedFlows(FlowTable expected, ulong[] keys)
    {
        this.expected = expected;
        contexts = Enumerable.Range(0, keys.Length).ToDictionary(c => keys[c], c => c);
    }

    private FlowSchema Schema => expected.Schema;

    private IReadOnlyList<string> Columns => expected.Schema.FeatureNames;

    /// <summary>Learns what is expected.</summary>
    /// <param name="normals">Normal flows, best those that the detector was fitted on; at least one.</param>
    /// <exception cref="AnomalyException">There are none.</exception>
    public static ExpectedFlows Of(NormalFlows normals)
    {
        FlowTable flows = normals.Table;
        if (flows.Count == 0) throw new AnomalyException("Without a normal flow nothing can be expected.");
        ulong[] keys = Keys(flows);
        (ulong Key, int[] Rows)[] groups = [.. Enumerable.Range(0, flows.Count).GroupBy(row => keys[row])
            .Select(group => (group.Key, Rows: group.ToArray())).OrderByDescending(group => group.Rows.Length).ThenBy(group => group.Key)];
        var typical = new int[groups.Length];
        ParallelWork.For(groups.Length, g => typical[g] = MostTypical(flows, groups[g].Rows));
        FlowTable taken = flows.Take(typical);
        FlowSchema schema = flows.Schema;
        return new ExpectedFlows(
            schema.Table(flows.Origin, taken.Count,
                schema.NumericFeatures.ToDictionary(name => name, taken.Number, StringComparer.Ordinal),
                schema.CategoryFeatures.ToDictionary(name => name, taken.Category, StringComparer.Ordinal)),
            [.. groups.Select(group => group.Key)]);
    }

    internal static ExpectedFlows Read(BundleReader from)
    {
        FlowSchema schema = from.Schema;
        ulong[] keys = from.Keys("contexts");
        int count = keys.Length;
        if (count == 0) throw from.Bad("contexts", "is empty");
        if (keys.Distinct().Count() < count) throw from.Bad("contexts", "has one twice");
        return new ExpectedFlows(schema.Table(
            new FlowOrigin("expected flows", null, "", IsSynthetic: true), count,
            schema.NumericFeatures.ToDictionary(name => name, name => from.DoublesOrMissing(name, count), StringComparer.Ordinal),
            schema.CategoryFeatures.ToDictionary(name => name, Text, StringComparer.Ordinal)), keys);

        CategoryColumn Text(string name)
        {
            IReadOnlyList<string> texts = from.Texts($"{name}.texts");
            return new CategoryColumn(from.Integers(name, count, least: 0, most: texts.Count - 1), texts);
        }
    }

    internal void Write(BundleWriter to)
    {
        to.Keys("contexts", [.. contexts.OrderBy(entry => entry.Value).Select(entry => entry.Key)]);
        foreach (string name in Schema.NumericFeatures) to.Doubles(name, expected.Number(name));
        foreach (string name in Schema.CategoryFeatures)
        {
            to.Texts($"{name}.texts", expected.Category(name).Values);
            to.Integers(name, expected.Category(name).Codes);
        }
    }

    /// <summary>Which columns made the score of each flow: one after the other that column is set to what is expected which lowers the
    /// score most, given those before it; the columns of the context also all together, for a new context is often strange as a
    /// whole.</summary>
    /// <param name="detector">Any fitted detector.</param>
    /// <param name="flows">Flows to explain; each is scored about as often as it has columns, for each step.</param>
    /// <param name="steps">How many steps at most, 1 or more. It ends sooner where nothing lowers the score further.</param>
    /// <param name="cancellation">Stops the scoring.</param>
    /// <exception cref="AnomalyException">The flows lack a column.</exception>
    public FlowExplanation Explain(
        IFittedDetector detector, FlowTable flows, int steps = 8, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return new FlowExplanation(
            flows, Expect(flows, (_, _) => true), Columns, Deletion.Greedy(this, detector, flows, steps, cancellation));
    }

    /// <summary>The places of the context's columns among the features.</summary>
    internal int[] ContextColumns() =>
        [.. Enumerable.Range(0, Columns.Count).Where(column => Schema.Rules.Context.Contains(Columns[column]))];

    /// <summary>Of a row and a column (a place in the features' order), whether it differs from what is expected.</summary>
    internal bool[,] Differences(FlowTable flows)
    {
        var differs = new bool[flows.Count, Columns.Count];
        for (int c = 0; c < Columns.Count; c++)
        {
            int column = c;
            FlowTable changed = Expect(flows, (_, other) => other == column);
            for (int row = 0; row < flows.Count; row++) differs[row, c] = !IsExpected(flows, changed, c, row);
        }

        return differs;
    }

    /// <summary>The flows with some columns set to what is expected and all that follows from these computed again.</summary>
    /// <param name="flows">The flows.</param>
    /// <param name="isDeleted">Of a row and a column (a place in the features' order), whether to set it.</param>
    internal FlowTable Expect(FlowTable flows, Func<int, int, bool> isDeleted)
    {
        int[] targets = Targets(flows);
        var before = Schema.NumericFeatures.ToDictionary(name => name, flows.Number, StringComparer.Ordinal);
        var numbers = before.ToDictionary(column => column.Key, column => (double[])column.Value.Clone(), StringComparer.Ordinal);
        var texts = Schema.CategoryFeatures.ToDictionary(
            name => name, name => WithValues(flows.Category(name), expected.Category(name).Values), StringComparer.Ordinal);
        var changed = new HashSet<string>(StringComparer.Ordinal);
        for (int row = 0; row < flows.Count; row++)
        {
            int context = targets[row], r = row;
            changed.Clear();
            for (int c = 0; c < Columns.Count; c++)
            {
                string name = Columns[c];
                if (!isDeleted(row, c)) continue;
                changed.Add(name);
                if (texts.TryGetValue(name, out CategoryColumn? text))
                    text.Codes[row] = text.Values.IndexOf(expected.Category(name)[context]);
                else if (!Schema.Rules.Follows(name)) numbers[name][row] = expected.Number(name)[context];
            }

            Schema.Rules.Recompute(name => before[name][r], name => numbers[name][r], (name, value) => numbers[name][r] = value, changed);
        }

        return Schema.Table(flows.Origin, flows.Count, numbers, texts);
    }

    // The row of what is expected for each flow.
    private int[] Targets(FlowTable flows)
    {
        ulong[] keys = Keys(flows);
        var nearest = new Dictionary<ulong, int>();
        var targets = new int[flows.Count];
        for (int row = 0; row < targets.Length; row++)
        {
            if (contexts.TryGetValue(keys[row], out int known) || nearest.TryGetValue(keys[row], out known)) targets[row] = known;
            else targets[row] = nearest[keys[row]] = Nearest(row);
        }

        return targets;

        int Nearest(int row)
        {
            var equal = new int[expected.Count];
            foreach (string name in Schema.Rules.Context)
            {
                for (int c = 0; c < equal.Length; c++)
                {
                    if (flows.HasCategory(name) ? flows.Category(name)[row] == expected.Category(name)[c]
                        : flows.Number(name)[row].Equals(expected.Number(name)[c])) equal[c]++;
                }
            }

            return Array.IndexOf(equal, equal.Max());
        }
    }

    private bool IsExpected(FlowTable flows, FlowTable changed, int column, int row)
    {
        string name = Columns[column];
        if (flows.HasCategory(name)) return flows.Category(name)[row] == changed.Category(name)[row];
        double a = flows.Number(name)[row], b = changed.Number(name)[row];
        return Schema.Find(name).Role == ColumnRole.SequenceNumber ? a > 0 == b > 0
            : a.Equals(b) || (Schema.Rules.Follows(name) && Math.Abs(a - b) <= SameShare * Math.Max(Math.Abs(a), Math.Abs(b)));
    }

    private static ulong[] Keys(FlowTable flows)
    {
        var keys = new ulong[flows.Count];
        foreach (string name in flows.Schema.Rules.Context)
        {
            if (flows.HasCategory(name))
            {
                CategoryColumn column = flows.Category(name);
                ulong[] hashes = [.. column.Values.Select(text =>
                    text.Aggregate(0UL, (hash, letter) => HashMix.Combine(hash, HashMix.Of(letter))))];
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

    // The flow that is nearest to the middle of its like in all columns together, by ranks; of equally near ones the first.
    private static int MostTypical(FlowTable flows, int[] group)
    {
        int step = Math.Max(1, group.Length / RowsLookedAt);
        int[] rows = [.. group.Where((_, i) => i % step == 0)];
        var away = new long[rows.Length];
        foreach (string name in flows.Schema.NumericFeatures)
        {
            double[] values = [.. rows.Select(row => flows.Number(name)[row])], sorted = [.. values.Order()];
            for (int i = 0; i < values.Length; i++)
            {
                int below = First(sorted, values[i], orEqual: false), above = sorted.Length - First(sorted, values[i], orEqual: true);
                away[i] += Math.Max(0, Math.Max(below, above) - (sorted.Length / 2));
            }
        }

        foreach (string name in flows.Schema.CategoryFeatures)
        {
            CategoryColumn column = flows.Category(name);
            Dictionary<int, int> counts = rows.CountBy(row => column.Codes[row]).ToDictionary();
            for (int i = 0; i < rows.Length; i++) away[i] += rows.Length - counts[column.Codes[rows[i]]];
        }

        return rows[Array.IndexOf(away, away.Min())];
    }

    // How many sorted values lie below one, or at it as well.
    private static int First(double[] sorted, double value, bool orEqual)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2, order = sorted[middle].CompareTo(value);
            if (order < 0 || (orEqual && order == 0)) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
