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

    internal ExpectedFlows(FlowTable expected, ulong[] keys)
    {
        this.expected = expected;
        contexts = Enumerable.Range(0, keys.Length).ToDictionary(c => keys[c], c => c + 1);
    }

    private FlowSchema Schema => expected.Schema;

    private IReadOnlyList<string> Columns => expected.Schema.FeatureNames;

    /// <summary>Learns what is expected.</summary>
    /// <param name="normals">Normal flows, best those that the detector was fitted on.</param>
    public static ExpectedFlows Of(NormalFlows normals)
    {
        FlowTable flows = normals.Table;
        FlowSchema schema = flows.Schema;
        ulong[] keys = Keys(flows);
        int[] all = [.. Enumerable.Range(0, flows.Count)];
        (ulong Key, int[] Rows)[] groups = [.. all.GroupBy(row => keys[row]).Select(group => (group.Key, group.ToArray()))];
        int[][] rowsOf = [all, .. groups.Select(group => group.Rows)];
        var numbers = schema.NumericFeatures.ToDictionary(name => name, _ => new double[rowsOf.Length], StringComparer.Ordinal);
        var texts = schema.CategoryFeatures.ToDictionary(
            name => name, name => new CategoryColumn(new int[rowsOf.Length], flows.Category(name).Values), StringComparer.Ordinal);
        ParallelWork.For(schema.FeatureNames.Count, c =>
        {
            string name = schema.FeatureNames[c];
            bool isContext = schema.Rules.Context.Contains(name);
            for (int g = 0; g < rowsOf.Length; g++)
            {
                int[] rows = rowsOf[isContext ? 0 : g];
                bool isKnown = isContext && g > 0;
                if (texts.TryGetValue(name, out CategoryColumn? text))
                    text.Codes[g] = isKnown ? text.Codes[0] : MostFrequent(flows.Category(name).Codes, rows);
                else if (isContext) numbers[name][g] = isKnown ? numbers[name][0] : MostFrequent(flows.Number(name), rows);
                else numbers[name][g] = Median(flows.Number(name), rows);
            }
        });
        return new ExpectedFlows(schema.Table(flows.Origin, rowsOf.Length, numbers, texts), [.. groups.Select(group => group.Key)]);
    }

    internal static ExpectedFlows Read(BundleReader from)
    {
        FlowSchema schema = from.Schema;
        ulong[] keys = from.Keys("contexts");
        int count = keys.Length + 1;
        if (keys.Distinct().Count() < keys.Length) throw from.Bad("contexts", "has one twice");
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

    /// <summary>How much each column adds to the score of each flow.</summary>
    /// <param name="detector">Any fitted detector.</param>
    /// <param name="flows">Flows to explain; each is scored about once for each of its columns.</param>
    /// <param name="cancellation">Stops the scoring.</param>
    /// <exception cref="AnomalyException">The flows lack a column.</exception>
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
        var before = Schema.NumericFeatures.ToDictionary(name => name, flows.Number, StringComparer.Ordinal);
        var numbers = before.ToDictionary(column => column.Key, column => (double[])column.Value.Clone(), StringComparer.Ordinal);
        var texts = Schema.CategoryFeatures.ToDictionary(
            name => name, name => WithValues(flows.Category(name), expected.Category(name).Values), StringComparer.Ordinal);
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
                if (texts.TryGetValue(name, out CategoryColumn? text))
                    text.Codes[row] = text.Values.IndexOf(expected.Category(name)[context]);
                else if (!Schema.Rules.Follows(name)) numbers[name][row] = expected.Number(name)[context];
            }

            Schema.Rules.Recompute(name => before[name][r], name => numbers[name][r], (name, value) => numbers[name][r] = value, changed);
        }

        return Schema.Table(flows.Origin, flows.Count, numbers, texts);
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

    private static double Median(double[] column, int[] rows)
    {
        double[] values = [.. rows.Select(row => column[row]).Where(value => !double.IsNaN(value))];
        Array.Sort(values);
        return values.Length == 0 ? double.NaN : values[(values.Length - 1) / 2];
    }

    // Of equally frequent values the smallest.
    private static T MostFrequent<T>(T[] column, int[] rows) where T : notnull =>
        rows.CountBy(row => column[row]).OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key).First().Key;
}
