namespace AnomalyNotebooks;

/// <summary>
/// Counts of the joint values of rows, from which those of some rows can be taken away again: who needs the surprises of many parts
/// of a table, each counted on the other rows (cross-fitting), counts all of it once.
/// </summary>
internal sealed class SurpriseCounts
{
    private readonly SurprisePlan plan;
    private readonly SurpriseLink[] links;
    private readonly int rows;
    private readonly ulong[] codes; // rows by columns
    private readonly CountTable[] tables; // by set
    private readonly RarityContexts?[] contexts; // by link

    /// <summary>Counts rows.</summary>
    /// <param name="plan">What to count.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="read">Writes the values of a row.</param>
    /// <param name="cancellation">Stops the count.</param>
    public SurpriseCounts(SurprisePlan plan, int rows, SurpriseTable.ReadRow read, CancellationToken cancellation = default)
    {
        (this.plan, this.rows) = (plan, rows);
        links = [.. plan.Links.Select(entry => entry.Link)];
        int width = plan.Columns.Count;
        codes = new ulong[(long)rows * width];
        tables = new CountTable[plan.Sets.Count];
        contexts = new RarityContexts?[links.Length];
        Action<ReadOnlySpan<double>, Span<ulong>> encode = plan.Encoder();
        ParallelWork.ForRows(rows, (first, end) =>
        {
            Span<double> row = stackalloc double[width];
            for (int r = first; r < end; r++)
            {
                read(r, row);
                encode(row, codes.AsSpan(r * width, width));
            }
        }, cancellation);
        int[] all = [.. Enumerable.Range(0, rows)];
        ParallelWork.For(tables.Length, s =>
        {
            tables[s] = new CountTable();
            foreach (ulong key in Keys(s, all)) tables[s].Add(key);
        }, cancellation);
        ParallelWork.For(links.Length, l =>
        {
            if (links[l].IsRarity)
                contexts[l] = RarityContexts.Of(links[l].Given < 0 ? new ulong[rows] : Keys(links[l].Given, all), Keys(links[l].Both, all),
                    tables[links[l].Both]);
        }, cancellation);
    }

    /// <summary>The surprises among all rows.</summary>
    public SurpriseTable All(CancellationToken cancellation = default) => Table(rows, tables, cancellation);

    /// <summary>The surprises among all rows but some.</summary>
    public SurpriseTable Without(int[] leftOut, CancellationToken cancellation = default)
    {
        var rest = new CountTable[tables.Length];
        ParallelWork.For(tables.Length, s => rest[s] = tables[s].Without(Keys(s, leftOut)), cancellation);
        return Table(rows - leftOut.Length, rest, cancellation);
    }

    /// <summary>The key of the joint value of some columns, from the codes of all.</summary>
    public static ulong Key(ReadOnlySpan<ulong> codes, int[] set)
    {
        ulong key = 0;
        foreach (int column in set) key = HashMix.Combine(key, codes[column]);
        return key;
    }

    private SurpriseTable Table(int counted, CountTable[] counts, CancellationToken cancellation)
    {
        var rarities = new RarityTable?[links.Length];
        ParallelWork.For(links.Length, l =>
        {
            if (contexts[l] is { } places) rarities[l] = new RarityTable(counts[links[l].Both], places);
        }, cancellation);
        return new SurpriseTable(plan, counted, counts, rarities);
    }

    private ulong[] Keys(int set, int[] wanted)
    {
        int width = plan.Columns.Count;
        return Array.ConvertAll(wanted, row => Key(codes.AsSpan(row * width, width), plan.Sets[set]));
    }
}
