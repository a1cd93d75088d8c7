using BenchmarkDotNet.Attributes;

namespace AnomalyNotebooks.Benchmarks;

/// <summary>The kernels by themselves, at the sizes of the reference network's batches.</summary>
public unsafe class KernelBenchmarks
{
    private readonly AlignedFloats memory = new(300_000);

    private float* A => memory.Start;

    private float* B => memory.Start + 100_000;

    private float* C => memory.Start + 200_000;

    [Benchmark]
    public void Product_12_by_44_by_12() => Kernels512.MultiplyAdd(A, 48, 1, B, 16, C, 0, C, 16, 12, 44, 16);

    [Benchmark]
    public void Product_128_by_196_by_128() => Kernels512.MultiplyAdd(A, 208, 1, B, 144, C, 0, C, 144, 128, 196, 128);

    [Benchmark]
    public void Normalise_and_tanh_12_by_16() => Kernels512.Normalise<TanhActivation>(A, B, 16, 12, C, C + 16, C + 32, C + 48, 16);

    [Benchmark]
    public void Adam_1680() => Kernels512.Adam(A, B, C, C + 2048, 1e-3f, 1e-8f, 0, 1680);
}
