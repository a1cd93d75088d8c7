namespace AnomalyNotebooks;

/// <summary>How artificial anomalies are made out of normal flows (see <see cref="SwapDiscriminator"/>). No data chose the defaults:
/// every way of changing a flow is as frequent as the others.</summary>
internal sealed record RecombinationOptions
{
    /// <summary>Share of artificial anomalies that exchange whole blocks (sizes, times, kind of ends, counters of earlier flows);
    /// the others change single groups of columns. 0 to 1.</summary>
    public double BlockShare { get; init; } = 0.5;

    /// <summary>Share that take what they exchange from flows of the same context (protocol, service, state, TTLs). 0 to 1.</summary>
    public double SameContextShare { get; init; }

    /// <summary>Share of those changing groups that take values near normal ones, perhaps never seen, instead of seen ones. 0 to
    /// 1.</summary>
    public double NearbyShare { get; init; } = 0.5;

    /// <summary>Share of artificial anomalies that only send or receive another number of bytes. 0 to 1.</summary>
    public double ResizeShare { get; init; } = 1.0 / 3;
}

/// <summary>
/// Makes artificial anomalies out of the parts of normal flows: keeps part of a flow and takes the rest from other normal flows (of any
/// kind, or of the same context), or from nearby values. Each value is normal, or nearly; their combination is not. What belongs
/// together, what is a size and what a context, the schema says; columns that it does not group are groups by themselves.
/// </summary>
internal sealed class Recombination
{
    private readonly FlowParts parts;
    private readonly FlowColumn?[] columns; // per part; null for a share of a duration, which has no nearby values
    private readonly int[] context, ends, sizes;
    private readonly int[][] blocks, groups, doings;

    public Recombination(FlowParts parts)
    {
        this.parts = parts;
        FlowRules rules = parts.Schema.Rules;
        columns = [.. parts.Names.Select(parts.Schema.TryFind)];
        context = parts.Context;
        blocks = Bind(rules.Blocks.Select(block => block.Parts));
        groups = Bind(rules.Groups);
        ends = [.. Places(rules.Blocks.Where(block => block.IsContext).SelectMany(block => block.Parts))];
        doings = [.. rules.Blocks.Where(block => !block.IsContext).Select(block => Places(block.Parts)).Where(block => block.Length > 0)];
        sizes = Places(rules.Derivations.Where(rule => rule.Formula == FlowFormula.Mean).Select(rule => rule.Inputs[0]));
    }

    /// <summary>As many artificial anomalies as there are normals, less those that came out as they went in.</summary>
    /// <param name="options">Which ones to make.</param>
    /// <param name="normals">Parts of normal flows, rows by parts.</param>
    /// <param name="donors">The normal flows that others' parts are taken from.</param>
    /// <param name="random">Drawn from row after row.</param>
    public FeatureMatrix Make(RecombinationOptions options, FeatureMatrix normals, FeatureMatrix donors, SeededRandom random)
    {
        Dictionary<ulong, int[]> peersOf = options.SameContextShare > 0 ? RowsByContext(donors) : [];
        return Changed(normals, (r, row) =>
        {
            bool ofSameContext = random.NextDouble() < options.SameContextShare;
            int[] peers = ofSameContext ? peersOf.GetValueOrDefault(Context(normals.Row(r)), []) : [];
            if (random.NextDouble() < options.ResizeShare) ResizeSome(donors, row, random);
            else if (random.NextDouble() < options.BlockShare) SwapBlocks(donors, row, peers, random);
            else ChangeGroups(options, donors, row, peers, random);
        });
    }

    /// <summary>Each flow under the ends (protocol, service, state, TTLs and the like) of another one of the same protocol.</summary>
    public FeatureMatrix Transplant(FeatureMatrix normals, SeededRandom random) => ChangedBy(normals, random, (row, donor) =>
    {
        if (context.Length > 0 && row[context[0]] != donor[context[0]]) return;
        foreach (int column in ends) row[column] = donor[column];
    });

    /// <summary>Sizes, times and counters each from another flow of the same context.</summary>
    public FeatureMatrix Mosaic(FeatureMatrix normals, SeededRandom random)
    {
        Dictionary<ulong, int[]> peersOf = RowsByContext(normals);
        return Changed(normals, (r, row) =>
        {
            int[] same = peersOf[Context(normals.Row(r))];
            foreach (int[] block in doings)
            {
                ReadOnlySpan<float> donor = normals.Row(same[random.Next(same.Length)]);
                foreach (int column in block) row[column] = donor[column];
            }
        });
    }

    /// <summary>Each flow with sizes that were perhaps never seen, near to its own.</summary>
    public FeatureMatrix Resize(FeatureMatrix normals, SeededRandom random) => ChangedBy(normals, random, (row, _) =>
    {
        foreach (int column in sizes) row[column] = (float)Math.Floor((row[column] * PortableMath.Exp(0.3 * random.NextGaussian())) + 0.5);
    });

    /// <summary>Each flow with a few columns from other flows.</summary>
    public FeatureMatrix Swap(FeatureMatrix normals, SeededRandom random) => ChangedBy(normals, random, (row, _) =>
    {
        double share = MostlySmall(random);
        for (int c = 0; c < row.Length; c++)
            if (random.NextDouble() < share) row[c] = normals[random.Next(normals.Rows), c];
    });

    private delegate void Change(int row, Span<float> values);

    private delegate void ChangeBy(Span<float> values, ReadOnlySpan<float> donor);

    private static FeatureMatrix ChangedBy(FeatureMatrix normals, SeededRandom random, ChangeBy change) =>
        Changed(normals, (_, row) => change(row, normals.Row(random.Next(normals.Rows))));

    // Without the rows that came out as they went in.
    private static FeatureMatrix Changed(FeatureMatrix normals, Change change)
    {
        int width = normals.Columns, made = 0;
        var values = new float[normals.Values.Length];
        for (int r = 0; r < normals.Rows; r++)
        {
            Span<float> row = values.AsSpan(made * width, width);
            normals.Row(r).CopyTo(row);
            change(r, row);
            if (!row.SequenceEqual(normals.Row(r))) made++;
        }

        return new FeatureMatrix(values[..(made * width)], made, normals.Names);
    }

    private void SwapBlocks(FeatureMatrix donors, Span<float> row, int[] peers, SeededRandom random)
    {
        bool[] chosen = Choose(blocks.Length, random.Next(2) == 0 ? 0.25 : 0.5, random);
        for (int b = 0; b < blocks.Length; b++)
        {
            if (!chosen[b]) continue;
            ReadOnlySpan<float> donor = donors.Row(Donor(donors, peers, random));
            foreach (int column in blocks[b]) row[column] = donor[column];
        }
    }

    // What was sent, what came back, or both, in sizes near to normal ones; all else stays.
    private void ResizeSome(FeatureMatrix donors, Span<float> row, SeededRandom random)
    {
        int which = random.Next(sizes.Length + 1);
        for (int s = 0; s < sizes.Length; s++)
            if ((which == s || which == sizes.Length) && row[sizes[s]] > 0) row[sizes[s]] = Near(sizes[s], row[sizes[s]], donors, random);
    }

    private void ChangeGroups(RecombinationOptions options, FeatureMatrix donors, Span<float> row, int[] peers, SeededRandom random)
    {
        double share = MostlySmall(random);
        bool[] chosen = Choose(groups.Length, random.NextDouble() < 0.3 ? 0 : share, random);
        bool nearby = random.NextDouble() < options.NearbyShare, partOfGroup = random.Next(2) == 0;
        for (int g = 0; g < groups.Length; g++)
        {
            if (!chosen[g]) continue;
            ReadOnlySpan<float> donor = donors.Row(Donor(donors, peers, random));
            foreach (int column in groups[g])
            {
                if (partOfGroup && random.Next(2) == 0) continue;
                row[column] = nearby ? Near(column, random.Next(2) == 0 ? row[column] : donor[column], donors, random) : donor[column];
            }
        }
    }

    // The smallest of three uniform numbers has the distribution Beta(1, 3): mostly few columns, sometimes many.
    private static double MostlySmall(SeededRandom random) =>
        Math.Min(random.NextDouble(), Math.Min(random.NextDouble(), random.NextDouble()));

    // Each with the given probability, but at least one.
    private static bool[] Choose(int count, double probability, SeededRandom random)
    {
        var chosen = new bool[count];
        bool any = false;
        for (int i = 0; i < count; i++) any |= chosen[i] = random.NextDouble() < probability;
        if (!any) chosen[random.Next(count)] = true;
        return chosen;
    }

    private static int Donor(FeatureMatrix donors, int[] peers, SeededRandom random) =>
        peers.Length > 0 ? peers[random.Next(peers.Length)] : random.Next(donors.Rows);

    // A value that may never have been seen, in the column's own grain: whole counts, microseconds.
    private float Near(int part, float value, FeatureMatrix donors, SeededRandom random)
    {
        double spread = 0.5 * random.NextGaussian();
        if (columns[part] is not { } column) return value;
        switch (column.Role)
        {
            case ColumnRole.Count or ColumnRole.Size or ColumnRole.WindowCounter:
                spread *= random.Next(3) switch { 0 => 0.1, 1 => 0.3, _ => 1 };
                return (float)Math.Max(Math.Floor(((1 + value) * PortableMath.Exp(spread)) - 1 + 0.5), column.Minimum);
            case ColumnRole.Duration or ColumnRole.Rate when column.Scale > 1:
                return (float)(Math.Floor((value * PortableMath.Exp(spread) * column.Scale) + 0.5) / column.Scale);
            case ColumnRole.Duration or ColumnRole.Rate:
                return (float)(value * PortableMath.Exp(spread));
            case ColumnRole.Number: // of which nothing is known: a step as long as two flows are apart
                return value + donors[random.Next(donors.Rows), part] - donors[random.Next(donors.Rows), part];
            default:
                return value;
        }
    }

    private ulong Context(ReadOnlySpan<float> row)
    {
        ulong key = 0;
        foreach (int column in context) key = HashMix.Combine(key, HashMix.Of(row[column]));
        return key;
    }

    private Dictionary<ulong, int[]> RowsByContext(FeatureMatrix rows) =>
        Enumerable.Range(0, rows.Rows).GroupBy(r => Context(rows.Row(r))).ToDictionary(group => group.Key, group => group.ToArray());

    private int[] Places(IEnumerable<string> wanted) => [.. wanted.Select(parts.Names.IndexOf).Where(part => part >= 0)];

    private int[][] Bind(IEnumerable<IReadOnlyList<string>> sets)
    {
        int[][] bound = [.. sets.Select(Places).Where(set => set.Length > 0)];
        var named = bound.SelectMany(set => set).ToHashSet();
        return [.. bound, .. Enumerable.Range(0, columns.Length).Where(part => !named.Contains(part)).Select(part => new[] { part })];
    }
}
