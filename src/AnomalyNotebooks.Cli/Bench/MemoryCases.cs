namespace AnomalyNotebooks.Cli.Bench;

/// <summary>How near preprocessing comes to the speed of memory: what it must read and write, as a share of what a plain copy by as
/// many threads reads and writes in the same time.</summary>
internal sealed class MemoryCases(FlowTable flows)
{
    // Far more than the caches hold for one core, as the flows are.
    private const int CopiedBytes = 64 << 20;

    private readonly Lazy<double> copy = new(CopyBandwidth);

    public IEnumerable<BenchCase> All()
    {
        yield return new BenchCase("copying memory, read and written, all threads", "GB/s", true, null, () => CopyBandwidth() / 1e9, null);
        foreach (FeaturePipeline pipeline in (FeaturePipeline[])[FeaturePipeline.Reference, FeaturePipeline.Robust])
        {
            var fitted = new Lazy<FittedFeaturePipeline>(() => pipeline.Fit(flows));
            yield return Share($"fitting the pipeline '{pipeline.Name}'", InputBytes, () => pipeline.Fit(flows));
            yield return Share($"transforming by the pipeline '{pipeline.Name}'", () => InputBytes() + ((long)flows.Count * fitted.Value.Names.Count * sizeof(float)), () => fitted.Value.Transform(flows));
        }
    }

    private BenchCase Share(string name, Func<long> bytes, Action work) =>
        new($"{name}: share of the speed of copying", "%", true, null, () => 100 * bytes() / NetworkCases.Best(10, work) / copy.Value, null);

    // A number is eight bytes, a text's code four; labels are not read.
    private long InputBytes() => (long)flows.Count * FlowSchema.Features.Sum(field => field.Kind == FlowFieldKind.Category ? sizeof(int) : sizeof(double));

    // Bytes a second: each copied one is read and written.
    private static double CopyBandwidth()
    {
        byte[] from = new byte[CopiedBytes], to = new byte[CopiedBytes];
        from.AsSpan().Fill(1);
        int threads = Environment.ProcessorCount, part = CopiedBytes / threads;
        return 2.0 * part * threads / NetworkCases.Best(20, () => Parallel.For(0, threads, i => from.AsSpan(i * part, part).CopyTo(to.AsSpan(i * part, part))));
    }
}
