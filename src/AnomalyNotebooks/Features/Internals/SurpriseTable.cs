namespace AnomalyNotebooks;

/// <summary>
/// Counts of exact values and combinations among normal rows, and from them how surprising a row's values are: -log of the share of rows
/// with this value, by itself and given others. In nats. The one home of surprise: <see cref="SurpriseStep"/> makes features of it and
/// leaves each training row out of its own counts; detectors look at many more combinations, counted on other rows (cross-fitting).
/// </summary>
internal sealed class SurpriseTable
{
    private readonly SurprisePlan plan;
    private readonly SurpriseLink[] links;
    private readonly CountTable[] tables; // by set
    private readonly RarityTable?[] rarities; // by link
    private readonly Action<ReadOnlySpan<double>, Span<ulong>> encode;
    private readonly int rows;

    /// <summary>Counts rows.</summary>
    /// <param name="plan">What to count.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="read">Writes the values of a row.</param>
    /// <param name="cancellation">Stops the count.</param>
    public SurpriseTable(SurprisePlan plan, int rows, ReadRow read, CancellationToken cancellation = default)
        : this(plan, rows)
    {
        int width = plan.Columns.Count;
        var codes = new ulong[(long)rows * width];
        ParallelWork.ForRows(rows, (first, end) =>
        {
            Span<double> row = stackalloc double[width];
            for (int r = first; r < end; r++)
            {
                read(r, row);
                encode(row, codes.AsSpan(r * width, width));
            }
        }, cancellation);
        ParallelWork.For(tables.Length, s =>
        {
            tables[s] = new CountTable();
            foreach (ulong key in Keys(s)) tables[s].Add(key);
        }, cancellation);
        ParallelWork.For(links.Length, l =>
        {
            if (links[l].IsRarity)
                rarities[l] = new RarityTable(links[l].Given < 0 ? new ulong[rows] : Keys(links[l].Given), Keys(links[l].Both),
                    tables[links[l].Both]);
        }, cancellation);

        ulong[] Keys(int set)
        {
            var keys = new ulong[rows];
            for (int r = 0; r < rows; r++) keys[r] = Key(codes.AsSpan(r * width, width), plan.Sets[set]);
            return keys;
        }
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote of counts by the same plan.</summary>
    /// <exception cref="AnomalyException">The bytes are not such.</exception>
    public SurpriseTable(SurprisePlan plan, byte[] bytes)
        : this(plan, bytes.Length >= sizeof(int) ? BitConverter.ToInt32(bytes) : -1)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes));
            if (reader.ReadInt32() < 0 || reader.ReadInt32() != tables.Length || reader.ReadInt32() != links.Length) throw Damaged();
            for (int s = 0; s < tables.Length; s++) tables[s] = CountTable.FromBytes(Block());
            for (int l = 0; l < links.Length; l++)
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

    private SurpriseTable(SurprisePlan plan, int rows)
    {
        this.plan = plan;
        this.rows = rows;
        encode = plan.Encoder();
        links = [.. plan.Links.Select(entry => entry.Link)];
        Names = [.. plan.Links.Select(entry => entry.Name)];
        tables = new CountTable[plan.Sets.Count];
        rarities = new RarityTable?[links.Length];
    }

    /// <summary>Writes the values of a row, one per column of the plan.</summary>
    public delegate void ReadRow(int row, Span<double> values);

    /// <summary>Takes the surprises of a row, one per name.</summary>
    public delegate void TakeRow(int row, ReadOnlySpan<double> surprises);

    /// <summary>What each surprise is about, such as <c>bytes given protocol, service</c>.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Counts the rows of a matrix.</summary>
    public static SurpriseTable Of(SurprisePlan plan, FeatureMatrix rows, CancellationToken cancellation = default) =>
        new(plan, rows.Rows, Reader(rows), cancellation);

    /// <summary>The surprises of every row, rows by <see cref="Names"/>.</summary>
    public FeatureMatrix Transform(FeatureMatrix view, CancellationToken cancellation = default)
    {
        var values = new float[view.Rows * links.Length];
        Look(view.Rows, Reader(view), (r, surprises) =>
        {
            Span<float> row = values.AsSpan(r * links.Length, links.Length);
            for (int l = 0; l < row.Length; l++) row[l] = (float)surprises[l];
        }, cancellation: cancellation);
        return new FeatureMatrix(values, view.Rows, Names);
    }

    /// <summary>Looks at rows.</summary>
    /// <param name="count">Number of rows.</param>
    /// <param name="read">Writes the values of a row.</param>
    /// <param name="take">Takes its surprises.</param>
    /// <param name="leftOut">1 where each row is among those counted and must not count itself, else 0.</param>
    /// <param name="cancellation">Stops.</param>
    public void Look(int count, ReadRow read, TakeRow take, int leftOut = 0, CancellationToken cancellation = default) =>
        ParallelWork.ForRows(count, (first, end) =>
        {
            Span<double> row = stackalloc double[plan.Columns.Count], shares = stackalloc double[links.Length],
                surprises = stackalloc double[links.Length];
            Span<ulong> codes = stackalloc ulong[plan.Columns.Count], keys = stackalloc ulong[tables.Length];
            Span<int> counts = stackalloc int[tables.Length];
            for (int r = first; r < end; r++)
            {
                read(r, row);
                encode(row, codes);
                for (int s = 0; s < tables.Length; s++)
                {
                    keys[s] = Key(codes, plan.Sets[s]);
                    counts[s] = tables[s][keys[s]] - leftOut;
                }

                for (int l = 0; l < links.Length; l++)
                {
                    shares[l] = Share(l, keys, counts, shares, leftOut);
                    surprises[l] = -PortableMath.Log(shares[l]);
                }

                take(r, surprises);
            }
        }, cancellation);

    /// <summary>All counts.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(rows);
        writer.Write(tables.Length);
        writer.Write(links.Length);
        foreach (byte[] block in tables.Select(table => table.ToBytes())
            .Concat(rarities.OfType<RarityTable>().Select(table => table.ToBytes())))
        {
            writer.Write(block.Length);
            writer.Write(block);
        }

        return stream.ToArray();
    }

    private double Share(int l, ReadOnlySpan<ulong> keys, ReadOnlySpan<int> counts, ReadOnlySpan<double> shares, int leftOut)
    {
        SurpriseLink link = links[l];
        double weight = plan.BackOffWeight;
        if (rarities[l] is { } rarity)
        {
            (int asRare, int all) = rarity.Look(link.Given < 0 ? 0 : keys[link.Given], counts[link.Both]);
            return (asRare + (weight * (link.Wider < 0 ? 1 : shares[link.Wider]))) / (all + weight);
        }

        return link.Wider < 0
            ? (counts[link.Both] + plan.Prior) / (rows - leftOut + 1)
            : (counts[link.Both] + (weight * shares[link.Wider])) / (counts[link.Given] + weight);
    }

    private static ReadRow Reader(FeatureMatrix rows) => (r, values) =>
    {
        ReadOnlySpan<float> row = rows.Row(r);
        for (int c = 0; c < row.Length; c++) values[c] = row[c];
    };

    private static ulong Key(ReadOnlySpan<ulong> codes, int[] set)
    {
        ulong key = 0;
        foreach (int column in set) key = HashMix.Combine(key, codes[column]);
        return key;
    }
}
