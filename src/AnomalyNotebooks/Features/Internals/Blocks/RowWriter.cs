using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AnomalyNotebooks;

/// <summary>Writes rows of features: block by block, first column by column where a block's columns stay in the near caches, then row
/// by row. For one thread.</summary>
internal sealed class RowWriter
{
    /// <summary>Rows of a block.</summary>
    public const int BlockRows = 256;

    // Rows written at once: they fit into the nearest cache, and every line of them is whole when it leaves it.
    private const int StripRows = 32;

    private readonly BoundChain[] chains;
    private readonly int[] slots; // by chain: which column of values, or of places, is its first
    private readonly int width;
    private readonly float[] values; // features x rows, of chains without indicators
    private readonly int[] places; // chains x rows, of those with indicators
    private readonly int distance; // from the begin of a column to that of the next
    private readonly BlockScratch scratch;

    /// <summary>Writes features of <paramref name="bound"/>, side by side.</summary>
    /// <param name="bound">Chains at the rows of one table.</param>
    /// <param name="tableRows">How many rows it has.</param>
    public RowWriter(BoundChain[] bound, int tableRows)
    {
        chains = bound;
        scratch = new BlockScratch(Math.Min(BlockRows, tableRows));
        distance = scratch.Rows + 16; // not a power of two, which would put the columns into the same few sets of the cache
        slots = new int[chains.Length];
        int columns = 0, indicators = 0;
        for (int i = 0; i < chains.Length; i++)
        {
            slots[i] = chains[i].IsIndicator ? indicators++ : columns;
            if (!chains[i].IsIndicator) columns += chains[i].Features.Count;
            width += chains[i].Features.Count;
        }

        values = new float[columns * distance];
        places = new int[indicators * distance];
    }

    /// <summary>Writes rows <paramref name="first"/> to first + <paramref name="rows"/>, at most a block.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="rows">How many.</param>
    /// <param name="target">Where they go, rows by features; may hold anything.</param>
    public void Write(int first, int rows, Span<float> target)
    {
        target = target[..(rows * width)];
        int share = (target.Length / chains.Length) + 1;
        for (int i = 0; i < chains.Length; i++)
        {
            // By the time that rows are written their memory is near, however far it was.
            Cache.Fetch<float>(target[Math.Min(i * share, target.Length)..Math.Min((i + 1) * share, target.Length)]);
            if (chains[i].IsIndicator) chains[i].Places(first, places.AsSpan(slots[i] * distance, rows), scratch);
            else chains[i].Fill(first, rows, values.AsSpan(slots[i] * distance), distance, scratch);
        }

        for (int strip = 0; strip < rows; strip += StripRows) WriteStrip(strip, Math.Min(StripRows, rows - strip), target[(strip * width)..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteStrip(int first, int rows, Span<float> target)
    {
        if (places.Length > 0) target[..(rows * width)].Clear(); // at once, not only between the other features
        int feature = 0;
        for (int i = 0, next; i < chains.Length; i = next)
        {
            int features = 0;
            for (next = i; next < chains.Length && chains[next].IsIndicator == chains[i].IsIndicator; next++) features += chains[next].Features.Count;
            if (chains[i].IsIndicator) Mark(i, next, first, rows, target[feature..]);
            else RowMajor.Interleave(values.AsSpan((slots[i] * distance) + first), distance, features, rows, target[feature..], width);
            feature += features;
        }
    }

    // The ones of chains that stand side by side.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Mark(int from, int to, int first, int rows, Span<float> target)
    {
        for (int i = from; i < to; i++)
        {
            int features = chains[i].Features.Count;
            ref float row = ref MemoryMarshal.GetReference(target[..(((rows - 1) * width) + features)]);
            foreach (int one in places.AsSpan((slots[i] * distance) + first, rows))
            {
                if (one >= 0) Unsafe.Add(ref row, one) = 1;
                row = ref Unsafe.Add(ref row, width);
            }

            target = target[features..];
        }
    }
}
