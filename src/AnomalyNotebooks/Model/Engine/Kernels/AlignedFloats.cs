namespace AnomalyNotebooks.Engine;

/// <summary>Zeroed floats that start on a cache line and never move, so that kernels can work on them by pointer.</summary>
internal sealed unsafe class AlignedFloats
{
    private const int CacheLine = 64;
    private readonly float[] storage;

    public AlignedFloats(long count)
    {
        Count = checked((int)count);
        storage = GC.AllocateArray<float>(checked(Count + (CacheLine / sizeof(float))), pinned: true);
        fixed (float* start = storage) Start = (float*)(((nuint)start + CacheLine - 1) & ~(nuint)(CacheLine - 1));
    }

    /// <summary>The first float. Valid while this object is reachable.</summary>
    public float* Start { get; }

    public int Count { get; }

    public Span<float> Span => new(Start, Count);

    /// <summary>Floats from one row to the next for rows of <paramref name="width"/>: a multiple of 8 lanes, and for long rows an
    /// odd number of cache lines, since a power of two would put all rows into the same few sets of the cache.</summary>
    public static int Stride(int width)
    {
        int padded = (width + 7) / 8 * 8;
        if (padded <= 64) return padded;
        int lines = (padded + 15) / 16;
        return (lines % 2 == 0 ? lines + 1 : lines) * 16;
    }
}
