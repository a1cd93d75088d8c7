namespace AnomalyNotebooks;

/// <summary>
/// Counts of exact values and combinations among normal flows, and from them how surprising a flow's values are: -log of the
/// share of flows with this value, by itself and given others (<see cref="FlowRelation"/>). In nats.
/// </summary>
internal sealed class SurpriseTable
{
    // How many flows' worth the wider estimate counts beside the narrower one.
    private const double BackOffWeight = 2;

    // Measured times and rates hardly repeat: they are told apart to a quarter of a natural logarithm of their smallest unit.
    private const double StepsPerLog = 4;

    // Counters of earlier flows beyond this are told apart to half of a natural logarithm.
    private const double LargestExactCount = 4, StepsPerLogOfCount = 2;

    private readonly IReadOnlyList<string> columns;
    private readonly double[] unit;
    private readonly bool[] isCounter;
    private readonly List<int[]> sets = [];
    private readonly CountTable[] tables;
    private readonly RarityTable?[] rarities;
    private readonly List<Link> links = [];
    private readonly List<string> names = [];
    private readonly int rows;

    /// <summary>Counts the rows.</summary>
    /// <param name="view">Rows by named columns.</param>
    /// <param name="chains">What to be surprised by. Columns that the view lacks are left out; a chain without target is dropped.</param>
    /// <param name="continuous">Columns of measured numbers, each with the factor that brings its smallest unit to 1.</param>
    /// <param name="isCounter">Whether a column counts earlier flows; none does if this is not given.</param>
    /// <param name="cancellation">Stops the count.</param>
    public SurpriseTable(
        FeatureMatrix view, IEnumerable<FlowRelation> chains, IReadOnlyDictionary<string, double> continuous, Func<string, bool>? isCounter = null,
        CancellationToken cancellation = default)
        : this(view.Names, chains, continuous, isCounter)
    {
        rows = view.Rows;
        var codes = new ulong[view.Values.Length];
        ParallelWork.ForRows(rows, (first, end) =>
        {
            for (int r = first; r < end; r++) Encode(view.Row(r), codes.AsSpan(r * columns.Count, columns.Count));
        }, cancellation);
        ParallelWork.For(tables.Length, s =>
        {
            tables[s] = new CountTable();
            foreach (ulong key in Keys(s)) tables[s].Add(key);
        }, cancellation);
        ParallelWork.For(links.Count, l =>
        {
            if (links[l].IsRarity)
                rarities[l] = new RarityTable(links[l].Given < 0 ? new ulong[rows] : Keys(links[l].Given), Keys(links[l].Both), tables[links[l].Both]);
        }, cancellation);

        ulong[] Keys(int set)
        {
            var keys = new ulong[rows];
            for (int r = 0; r < rows; r++) keys[r] = Key(codes.AsSpan(r * columns.Count, columns.Count), sets[set]);
            return keys;
        }
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote of counts with the same settings.</summary>
    /// <exception cref="AnomalyException">The bytes are not such.</exception>
    public SurpriseTable(
        IReadOnlyList<string> columns, IEnumerable<FlowRelation> chains, IReadOnlyDictionary<string, double> continuous, Func<string, bool>? isCounter,
        byte[] bytes)
        : this(columns, chains, continuous, isCounter)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes));
            rows = reader.ReadInt32();
            if (rows < 0 || reader.ReadInt32() != tables.Length || reader.ReadInt32() != links.Count) throw Damaged();
            for (int s = 0; s < tables.Length; s++) tables[s] = CountTable.FromBytes(Block());
            for (int l = 0; l < links.Count; l++)
                if (links[l].IsRarity) rarities[l] = RarityTable.FromBytes(Block());
            if (reader.BaseStream.Position != bytes.Length) throw Damaged();

            byte[] Block()
            {
                int length = reader.ReadInt32();
                return length >= 0 && length <= bytes.Length - reader.BaseStream.Position ? reader.ReadBytes(length) : throw Damaged();
            }
        }
        catch (Exception error) when (error is EndOfStreamException or IOException)
        {
            throw Damaged();
        }

        static AnomalyException Damaged() => new("holds counts of surprises that are damaged, or of another version of the library");
    }

    private SurpriseTable(
        IReadOnlyList<string> columns, IEnumerable<FlowRelation> chains, IReadOnlyDictionary<string, double> continuous, Func<string, bool>? isCounter)
    {
        this.columns = columns;
        this.isCounter = [.. columns.Select(name => isCounter?.Invoke(name) ?? false)];
        unit = [.. columns.Select(name => continuous.GetValueOrDefault(name))];
        foreach (FlowRelation chain in chains) Add(chain);
        tables = new CountTable[sets.Count];
        rarities = new RarityTable?[links.Count];
    }

    /// <summary>What each surprise is about, such as <c>bytes given protocol, service</c>.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>The surprises of every row, rows by <see cref="Names"/>.</summary>
    public FeatureMatrix Transform(FeatureMatrix view, CancellationToken cancellation = default)
    {
        var values = new float[view.Rows * links.Count];
        ParallelWork.ForRows(view.Rows, (first, end) =>
        {
            Span<ulong> codes = stackalloc ulong[columns.Count];
            Span<int> counts = stackalloc int[tables.Length];
            Span<ulong> keys = stackalloc ulong[tables.Length];
            Span<double> shares = stackalloc double[links.Count];
            for (int r = first; r < end; r++)
            {
                Encode(view.Row(r), codes);
                for (int s = 0; s < tables.Length; s++)
                {
                    keys[s] = Key(codes, sets[s]);
                    counts[s] = tables[s][keys[s]];
                }

                for (int l = 0; l < links.Count; l++)
                {
                    Link link = links[l];
                    if (rarities[l] is { } rarity)
                    {
                        (int asRare, int all) = rarity.Look(link.Given < 0 ? 0 : keys[link.Given], counts[link.Both]);
                        shares[l] = (asRare + (BackOffWeight * (link.Wider < 0 ? 1 : shares[link.Wider]))) / (all + BackOffWeight);
                    }
                    else shares[l] = link.Wider < 0
                        ? (counts[link.Both] + 0.5) / (rows + 1)
                        : (counts[link.Both] + (BackOffWeight * shares[link.Wider])) / (counts[link.Given] + BackOffWeight);
                    values[(r * links.Count) + l] = (float)-PortableMath.Log(shares[l]);
                }
            }
        }, cancellation);
        return new FeatureMatrix(values, view.Rows, names);
    }

    /// <summary>All counts.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(rows);
        writer.Write(tables.Length);
        writer.Write(links.Count);
        foreach (byte[] block in tables.Select(table => table.ToBytes()).Concat(rarities.OfType<RarityTable>().Select(table => table.ToBytes())))
        {
            writer.Write(block.Length);
            writer.Write(block);
        }

        return stream.ToArray();
    }

    private void Add(FlowRelation chain)
    {
        int[] target = Present(chain.Target);
        if (target.Length == 0) return;
        int wider = AddLink(Label(target) + " at all", new Link(-1, -1, SetOf(target)));
        int widerRarity = chain.WithRarity ? AddLink(Label(target) + " as rare", new Link(-1, -1, SetOf(target), IsRarity: true)) : -1;
        foreach (IReadOnlyList<string> given in chain.Given)
        {
            int[] condition = [.. Present(given).Except(target)];
            if (condition.Length == 0) continue;
            (int context, int both) = (SetOf(condition), SetOf([.. condition, .. target]));
            wider = AddLink($"{Label(target)} given {Label(condition)}", new Link(wider, context, both));
            if (chain.WithRarity)
                widerRarity = AddLink($"{Label(target)} as rare given {Label(condition)}", new Link(widerRarity, context, both, IsRarity: true));
        }
    }

    // Chains may share their first links.
    private int AddLink(string name, Link link)
    {
        int known = names.IndexOf(name);
        if (known >= 0) return known;
        names.Add(name);
        links.Add(link);
        return links.Count - 1;
    }

    private int SetOf(int[] set)
    {
        Array.Sort(set);
        int known = sets.FindIndex(other => other.SequenceEqual(set));
        if (known >= 0) return known;
        sets.Add(set);
        return sets.Count - 1;
    }

    private int[] Present(IReadOnlyList<string> wanted) => [.. wanted.Select(columns.IndexOf).Where(column => column >= 0)];

    private string Label(int[] set) => string.Join(", ", set.Select(column => columns[column]));

    private void Encode(ReadOnlySpan<float> row, Span<ulong> codes)
    {
        for (int c = 0; c < row.Length; c++)
        {
            double value = isCounter[c] ? Coarse(row[c]) : unit[c] == 0 ? row[c] : Math.Floor((PortableMath.Log1p(Math.Max(row[c] * unit[c], 0)) * StepsPerLog) + 0.5);
            codes[c] = HashMix.Of(value);
        }
    }

    // Large counts hardly repeat: beyond a few they are told apart by their order of magnitude.
    private static double Coarse(double count)
    {
        double size = Math.Abs(count);
        if (size <= LargestExactCount) return count;
        return Math.Sign(count) * (LargestExactCount + Math.Floor((PortableMath.Log(size / LargestExactCount) * StepsPerLogOfCount) + 0.5));
    }

    private static ulong Key(ReadOnlySpan<ulong> codes, int[] set)
    {
        ulong key = 0;
        foreach (int column in set) key = HashMix.Combine(key, codes[column]);
        return key;
    }

    /// <summary>One surprise: of the set <paramref name="Both"/> given the set <paramref name="Given"/>, leaning on the surprise <paramref name="Wider"/>.</summary>
    private sealed record Link(int Wider, int Given, int Both, bool IsRarity = false);
}
