namespace AnomalyNotebooks;

/// <summary>
/// How usual it is, in a context, to meet a value as rare as this one: the share of the context's flows whose own value occurs no
/// more often among the other flows. Where every flow has a value of its own a new one means nothing (the share is near 1);
/// where nearly all flows have one of a few values a new one means much (the share is that of the values seen once: Good, 1953).
/// </summary>
internal sealed class RarityTable
{
    private readonly Dictionary<ulong, (int Start, int Length)> contexts = [];
    private readonly int[] others; // per context, how often values occur among the other flows: ascending and distinct
    private readonly int[] rowsUpTo; // how many of the context's flows have such a value, or a rarer one

    /// <summary>Sums up how often values occur in each context.</summary>
    /// <param name="values">How often each value occurs in its context.</param>
    /// <param name="places">The context of each value.</param>
    public RarityTable(CountTable values, RarityContexts places)
    {
        var entries = new ulong[values.Distinct];
        int known = 0;
        for (int place = 0; place < values.Places; place++)
            if (values.CountAt(place) is > 0 and var count) entries[known++] = ((ulong)places.OfPlace[place] << 32) | (uint)count;
        Array.Sort(entries, 0, known);
        var distinct = new List<int>();
        var upTo = new List<int>();
        for (int first = 0; first < known;)
        {
            ulong context = entries[first] >> 32;
            int start = distinct.Count, flows = 0;
            for (; first < known && entries[first] >> 32 == context; first++)
            {
                int count = (int)(uint)entries[first];
                flows += count;
                if (distinct.Count == start || distinct[^1] != count - 1)
                {
                    distinct.Add(count - 1);
                    upTo.Add(0);
                }

                upTo[^1] = flows;
            }

            contexts[places.Keys[context]] = (start, distinct.Count - start);
        }

        others = [.. distinct];
        rowsUpTo = [.. upTo];
    }

    private RarityTable(Dictionary<ulong, (int, int)> contexts, int[] others, int[] rowsUpTo) =>
        (this.contexts, this.others, this.rowsUpTo) = (contexts, others, rowsUpTo);

    public static RarityTable FromBytes(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        var places = new Dictionary<ulong, (int, int)>();
        var counts = new List<int>();
        var upTo = new List<int>();
        while (reader.BaseStream.Position < bytes.Length)
        {
            ulong context = reader.ReadUInt64();
            int start = counts.Count, length = reader.ReadInt32();
            if (length < 1 || !places.TryAdd(context, (start, length))) throw new EndOfStreamException();
            for (int i = 0; i < length; i++)
            {
                counts.Add(reader.ReadInt32());
                upTo.Add(reader.ReadInt32());
            }
        }

        return new RarityTable(places, [.. counts], [.. upTo]);
    }

    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        foreach ((ulong context, (int start, int length)) in contexts.OrderBy(entry => entry.Key))
        {
            writer.Write(context);
            writer.Write(length);
            for (int i = start; i < start + length; i++)
            {
                writer.Write(others[i]);
                writer.Write(rowsUpTo[i]);
            }
        }

        return stream.ToArray();
    }

    /// <summary>Of the flows of the context, how many have a value that occurs at most <paramref name="count"/> times among the
    /// others.</summary>
    public (int AsRare, int All) Look(ulong context, int count)
    {
        if (!contexts.TryGetValue(context, out (int Start, int Length) place)) return (0, 0);
        int below = Array.BinarySearch(others, place.Start, place.Length, count);
        if (below < 0) below = ~below - 1; // the last one that is not larger
        return (below < place.Start ? 0 : rowsUpTo[below], rowsUpTo[place.Start + place.Length - 1]);
    }
}

/// <summary>Which context each value of a <see cref="CountTable"/> belongs to.</summary>
/// <param name="OfPlace">Per place of the table the number of its context.</param>
/// <param name="Keys">The key of each context.</param>
internal sealed record RarityContexts(int[] OfPlace, ulong[] Keys)
{
    /// <summary>Notes them, from rows that hold every value: per row a key of its context, and one of its context and value.</summary>
    public static RarityContexts Of(ReadOnlySpan<ulong> contextKeys, ReadOnlySpan<ulong> valueKeys, CountTable values)
    {
        var numbers = new Dictionary<ulong, int>();
        var ofPlace = new int[values.Places];
        for (int r = 0; r < contextKeys.Length; r++)
        {
            if (!numbers.TryGetValue(contextKeys[r], out int number)) numbers.Add(contextKeys[r], number = numbers.Count);
            ofPlace[values.Place(valueKeys[r])] = number;
        }

        return new RarityContexts(ofPlace, [.. numbers.OrderBy(entry => entry.Value).Select(entry => entry.Key)]);
    }
}
