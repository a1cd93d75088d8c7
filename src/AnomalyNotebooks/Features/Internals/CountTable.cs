namespace AnomalyNotebooks;

/// <summary>How often each 64-bit key was added: open addressing with linear probing, at most half full.</summary>
/// <remarks>Keys must be well mixed (<see cref="HashMix"/>), their low bits choose the place.</remarks>
internal sealed class CountTable
{
    private ulong[] keys; // shared with the tables that were made of this one
    private int[] counts; // 0 where the place is free, else one more than the count
    private bool isShared;

    public CountTable(int expected = 0)
    {
        int capacity = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, 2 * expected));
        keys = new ulong[capacity];
        counts = new int[capacity];
    }

    private CountTable(CountTable other)
    {
        (keys, counts, Distinct) = (other.keys, (int[])other.counts.Clone(), other.Distinct);
        isShared = other.isShared = true;
    }

    /// <summary>Number of distinct keys.</summary>
    public int Distinct { get; private set; }

    /// <summary>Number of places, free ones among them.</summary>
    public int Places => keys.Length;

    public int this[ulong key] => CountAt(Place(key));

    /// <summary>The count of the key at a place; 0 where there is none.</summary>
    public int CountAt(int place) => Math.Max(counts[place] - 1, 0);

    /// <summary>The same without some of the keys that were added. All keys keep their places; neither table can be added to any
    /// more.</summary>
    public CountTable Without(ReadOnlySpan<ulong> removed)
    {
        var rest = new CountTable(this);
        foreach (ulong key in removed) rest.counts[Place(key)]--;
        return rest;
    }

    public void Add(ulong key, int count = 1)
    {
        if (isShared) throw new InvalidOperationException("Other counts rest on this table: nothing can be added.");
        int place = Place(key);
        if (counts[place] == 0)
        {
            if (2 * (Distinct + 1) > keys.Length)
            {
                Grow();
                place = Place(key);
            }

            keys[place] = key;
            counts[place] = 1;
            Distinct++;
        }

        counts[place] += count;
    }

    /// <summary>The keys in ascending order, 8 bytes each, little-endian, and after each its count in 7-bit groups, low ones
    /// first.</summary>
    public byte[] ToBytes()
    {
        int[] places = [.. Enumerable.Range(0, keys.Length).Where(place => CountAt(place) > 0)];
        Array.Sort(places, (a, b) => keys[a].CompareTo(keys[b]));
        using var stream = new MemoryStream(places.Length * 9);
        using var writer = new BinaryWriter(stream);
        foreach (int place in places)
        {
            writer.Write(keys[place]);
            writer.Write7BitEncodedInt(CountAt(place));
        }

        return stream.ToArray();
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    public static CountTable FromBytes(byte[] bytes)
    {
        var table = new CountTable(bytes.Length / 9);
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes));
            while (reader.BaseStream.Position < bytes.Length)
            {
                ulong key = reader.ReadUInt64();
                int count = reader.Read7BitEncodedInt();
                if (count <= 0 || table[key] > 0) throw PipelineJson.Malformed("a table of counts holds a key twice or a count below 1");
                table.Add(key, count);
            }
        }
        catch (Exception failure) when (failure is EndOfStreamException or FormatException)
        {
            throw PipelineJson.Malformed("a table of counts breaks off", failure);
        }

        return table;
    }

    /// <summary>Where the key is, or the free place where it would go.</summary>
    public int Place(ulong key)
    {
        int mask = keys.Length - 1, place = (int)key & mask;
        while (counts[place] != 0 && keys[place] != key) place = (place + 1) & mask;
        return place;
    }

    private void Grow()
    {
        (ulong[] oldKeys, int[] oldCounts) = (keys, counts);
        keys = new ulong[2 * oldKeys.Length];
        counts = new int[2 * oldKeys.Length];
        for (int i = 0; i < oldKeys.Length; i++)
        {
            if (oldCounts[i] == 0) continue;
            int place = Place(oldKeys[i]);
            keys[place] = oldKeys[i];
            counts[place] = oldCounts[i];
        }
    }
}
