using BenchmarkDotNet.Attributes;

namespace AnomalyNotebooks.Benchmarks;

/// <summary>The kernels by themselves, at the sizes of the reference network's batches, and the functions they stand on.</summary>
public unsafe class KernelBenchmarks
{
    private const int Values = 4096;

    private readonly AlignedFloats memory = new(300_000);
    private readonly double[] numbers = new double[Values], logarithms = new double[Values];

    private float* A => memory.Start;

    private float* B => memory.Start + 100_000;

    private float* C => memory.Start + 200_000;

    [GlobalSetup]
    public void Setup()
    {
        var random = new SeededRandom(1);
        for (int i = 0; i < memory.Count; i++) memory.Start[i] = random.NextSingle() - 0.5f;
        for (int i = 0; i < Values; i++) numbers[i] = 1e6 * random.NextDouble();
    }

    [Benchmark]
    public void Product_12_by_44_by_12() => Kernels512.MultiplyAdd(A, 48, 1, B, 16, C, 0, C, 16, 12, 44, 16);

    [Benchmark]
    public void Product_128_by_196_by_128() => Kernels512.MultiplyAdd(A, 208, 1, B, 144, C, 0, C, 144, 128, 196, 128);

    // Into other memory than it is read from: activated over and over, values would sink towards 0.
    [Benchmark]
    public void Normalise_and_tanh_12_by_16() => Kernels512.Normalise<TanhActivation>(A, B, 16, 12, C, C + 16, C + 32, C + 48, 16);

    [Benchmark(OperationsPerInvoke = Values)]
    public void Tanh_of_a_float()
    {
        new Span<float>(A, Values).CopyTo(new Span<float>(B, Values));
        Kernels512.Activate<TanhActivation>(B, Values, 1, Values);
    }

    [Benchmark(OperationsPerInvoke = Values)]
    public double Log1p_one_by_one()
    {
        double sum = 0;
        foreach (double number in numbers) sum += PortableMath.Log1p(number);
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Values)]
    public void Log1p_eight_at_a_time() => _ = PortableMath.Log1p(numbers, logarithms, scale: 1);

    [Benchmark]
    public void Adam_1680() => Kernels512.Adam(A, B, C, C + 2048, 1e-3f, 1e-8f, 0, 1680);
}
