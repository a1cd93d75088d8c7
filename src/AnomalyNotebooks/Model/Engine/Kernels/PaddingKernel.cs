using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AnomalyNotebooks.Engine;

/// <summary>Copies rows to where they are padded with zeros to whole vectors. Moves bits only.</summary>
internal static unsafe class PaddingKernel
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* source, int width, float* target, int stride, int rows)
    {
        for (int r = 0; r < rows; r++, source += width, target += stride)
        {
            int j = 0;
            for (; j + 8 <= width; j += 8) Vector256.Load(source + j).Store(target + j);
            for (; j < width; j++) target[j] = source[j];
            for (; j < stride; j++) target[j] = 0;
        }
    }
}
