using System.Runtime.Intrinsics;

namespace AnomalyNotebooks;

/// <summary>Shifts, scales and clips a column, eight values at a time. Each value is treated by itself, so the width changes no
/// bit.</summary>
internal static class Affine
{
    /// <summary>to = min(max((from - shift) / scale, -limit), limit).</summary>
    public static void Apply(ReadOnlySpan<double> from, Span<double> to, double shift, double scale, double limit = double.PositiveInfinity)
    {
        Vector512<double> shifts = Vector512.Create(shift), scales = Vector512.Create(scale), limits = Vector512.Create(limit);
        bool clips = !double.IsPositiveInfinity(limit);
        int r = 0;
        for (; r <= to.Length - Vector512<double>.Count; r += Vector512<double>.Count)
        {
            Vector512<double> values = (Vector512.Create(from.Slice(r, Vector512<double>.Count)) - shifts) / scales;
            if (clips) values = Vector512.Min(Vector512.Max(values, -limits), limits);
            values.CopyTo(to[r..]);
        }

        for (; r < to.Length; r++) to[r] = Math.Min(Math.Max((from[r] - shift) / scale, -limit), limit);
    }
}
