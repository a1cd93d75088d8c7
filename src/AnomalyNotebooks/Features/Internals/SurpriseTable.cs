namespace AnomalyNotebooks;

/// <summary>
/// Counts of exact values and combinations among normal rows, and from them how surprising a row's values are: -log of the share of rows
/// with this value, by itself and given others. In nats. The one home of surprise: <see cref="SurpriseStep"/> makes features of it and
/// leaves each training row out of its own counts; detectors look at many more combinations, counted on other rows (cross-fitting).
/// </summary>
internal sealed class SurpriseTable
{
    private const int RowsAtOnce = 128;

    private readonly SurprisePlan plan;
    private readonly SurpriseLink[] links;
    private readonly CountTable[] tables; // by set
    private readonly RarityTable?[] rarities; // by link
    private readonly Action<ReadOnlySpan<double>, Span<ulong>> encode;
    private readonly int rows;

    /// <summary>A table of counts.</summary>
    /// <param name="plan">What was counted.</param>
    /// <param name="rows">Number of rows that were counted.</param>
    /// <param name="tables">How often each joint value occurs, by set of the plan.</param>
    /// <param name="rarities">By link; null where it does not ask for rarity.</param>
    public SurpriseTable(SurprisePlan plan, int rows, CountTable[] tables, RarityTable?[] rarities)
        : this(plan, rows) => (this.tables, this.rarities) = (tables, rarities);

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
        new SurpriseCounts(plan, rows.Rows, Reader(rows), cancellation).All(cancellation);

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
            // Many rows at once: so a table stays in the cache while they are looked up.
            int width = plan.Columns.Count, atOnce = Math.Min(RowsAtOnce, end - first);
            double[] row = new double[width], shares = new double[links.Length * atOnce], surprises = new double[links.Length];
            ulong[] codes = new ulong[width * atOnce], keys = new ulong[tables.Length * atOnce];
            int[] counts = new int[tables.Length * atOnce];
            for (; first < end; first += atOnce)
            {
                int some = Math.Min(atOnce, end - first);
                for (int i = 0; i < some; i++)
                {
                    read(first + i, row);
                    encode(row, codes.AsSpan(i * width, width));
                }

                for (int s = 0; s < tables.Length; s++)
                {
                    for (int i = 0; i < some; i++)
                        keys[(s * atOnce) + i] = SurpriseCounts.Key(codes.AsSpan(i * width, width), plan.Sets[s]);
                    for (int i = 0; i < some; i++) counts[(s * atOnce) + i] = tables[s][keys[(s * atOnce) + i]] - leftOut;
                }

                for (int l = 0; l < links.Length; l++)
                    for (int i = 0; i < some; i++) shares[(l * atOnce) + i] = Share(l, i, atOnce, keys, counts, shares, leftOut);
                for (int i = 0; i < some; i++)
                {
                    for (int l = 0; l < links.Length; l++) surprises[l] = -PortableMath.Log(shares[(l * atOnce) + i]);
                    take(first + i, surprises);
                }
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

    private double Share(int l, int row, int rowsAtOnce, ulong[] keys, int[] counts, double[] shares, int leftOut)
    {
        SurpriseLink link = links[l];
        double weight = plan.BackOffWeight;
        int Place(int set) => (set * rowsAtOnce) + row;
        int both = counts[Place(link.Both)];
        if (rarities[l] is { } rarity)
        {
            (int asRare, int all) = rarity.Look(link.Given < 0 ? 0 : keys[Place(link.Given)], both);
            return (asRare + (weight * (link.Wider < 0 ? 1 : shares[Place(link.Wider)]))) / (all + weight);
        }

        return link.Wider < 0
            ? (both + plan.Prior) / (rows - leftOut + 1)
            : (both + (weight * shares[Place(link.Wider)])) / (counts[Place(link.Given)] + weight);
    }

    internal static ReadRow Reader(FeatureMatrix rows) => (r, values) =>
    {
        ReadOnlySpan<float> row = rows.Row(r);
        for (int c = 0; c < row.Length; c++) values[c] = row[c];
    };
}
