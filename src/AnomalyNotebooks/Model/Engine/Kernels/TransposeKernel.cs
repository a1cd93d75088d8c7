using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AnomalyNotebooks.Engine;

/// <summary>Transposes weights for the gradient of the inputs. Moves bits only.</summary>
internal static unsafe class TransposeKernel
{
    /// <summary>target[j, i] = source[i, j], in blocks of 4 by 4: rows and columns are rounded up to multiples of 4, which padding
    /// covers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* source, nint sourceStride, float* target, nint targetStride, int rows, int columns)
    {
        for (int i = 0; i < rows; i += 4)
        {
            float* from = source + (i * sourceStride), to = target + i;
            for (int j = 0; j < columns; j += 4, from += 4, to += 4 * targetStride)
            {
                Vector128<float> r0 = Vector128.Load(from), r1 = Vector128.Load(from + sourceStride);
                Vector128<float> r2 = Vector128.Load(from + (2 * sourceStride)), r3 = Vector128.Load(from + (3 * sourceStride));
                (Vector128<float> low01, Vector128<float> high01) = Interleave(r0, r2);
                (Vector128<float> low23, Vector128<float> high23) = Interleave(r1, r3);
                (Vector128<float> c0, Vector128<float> c1) = Interleave(low01, low23);
                (Vector128<float> c2, Vector128<float> c3) = Interleave(high01, high23);
                c0.Store(to);
                c1.Store(to + targetStride);
                c2.Store(to + (2 * targetStride));
                c3.Store(to + (3 * targetStride));
            }
        }
    }

    // a0 b0 a1 b1 and a2 b2 a3 b3.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<float> Low, Vector128<float> High) Interleave(Vector128<float> a, Vector128<float> b)
    {
        if (System.Runtime.Intrinsics.X86.Sse.IsSupported)
            return (System.Runtime.Intrinsics.X86.Sse.UnpackLow(a, b), System.Runtime.Intrinsics.X86.Sse.UnpackHigh(a, b));
        return (Vector128.Create(a[0], b[0], a[1], b[1]), Vector128.Create(a[2], b[2], a[3], b[3]));
    }
}
