using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace AnomalyNotebooks;

/// <summary>Hints to the processor; they change no result.</summary>
internal static class Cache
{
    private const int LineBytes = 64;

    /// <summary>Has values fetched that will be read soon, while others are computed with: of dozens of columns read in turn, a few
    /// kilobytes of each, the processor does not foresee the next stretch by itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Fetch<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (!Sse.IsSupported) return;
        fixed (T* start = values)
        {
            byte* end = (byte*)(start + values.Length);
            for (byte* line = (byte*)start; line < end; line += LineBytes) Sse.Prefetch1(line);
        }
    }
}
