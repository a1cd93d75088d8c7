namespace AnomalyNotebooks.Cli.Bench;

/// <summary>How near preprocessing comes to the speed of memory: what it must read and write, as a share of what a plain copy by as
/// many threads reads and writes in the same time.</summary>
/// <remarks>
/// The copy goes between two arrays that are there already, and so does a transformation into a matrix that is there. The pages of a
/// fresh array come from the system one by one unless the garbage collector has kept them, so both are measured that way too.
/// </remarks>
internal sealed class MemoryCases(FlowTable flows)
{
    // Far more than the caches hold for one core, as the flows are; a copy of as many bytes as the features take goes no other speed.
    private const int CopiedBytes = 64 << 20, Turns = 20;

    private readonly Lazy<(byte[] From, byte[] To)> buffers = new(Buffers);

    public IEnumerable<BenchCase> All()
    {
        yield return new BenchCase("copying memory, read and written, all threads", "GB/s", true, null,
            () => Rate(NetworkCases.Best(Turns, Copy)));
        yield return new BenchCase("copying memory into a fresh array, read and written, all threads", "GB/s", true, null,
            () => Rate(NetworkCases.Best(Turns, () => Copy(buffers.Value.From, GC.AllocateUninitializedArray<byte>(CopiedBytes)))));
        foreach (FeaturePipeline pipeline in (FeaturePipeline[])[FeaturePipeline.Reference, FeaturePipeline.Robust])
        {
            var fitted = new Lazy<FittedFeaturePipeline>(() => pipeline.Fit(flows));
            var features = new Lazy<FeatureMatrix>(() => fitted.Value.Transform(flows));
            yield return Share($"fitting the pipeline '{pipeline.Name}'", InputBytes, () => pipeline.Fit(flows));
            yield return Share($"transforming by the pipeline '{pipeline.Name}'", BothBytes, () => fitted.Value.Transform(flows));
            yield return Share($"transforming by the pipeline '{pipeline.Name}' into a matrix that is there", BothBytes, () =>
                fitted.Value.Transform(flows, features.Value));

            long BothBytes() => InputBytes() + ((long)flows.Count * fitted.Value.Names.Count * sizeof(float));
        }
    }

    // Both in turn, so that what else the machine does meets both alike.
    private BenchCase Share(string name, Func<long> bytes, Action work) =>
        new($"{name}: share of the speed of copying", "%", true, null, () =>
    {
        double copying = double.PositiveInfinity, working = double.PositiveInfinity;
        for (int turn = 0; turn <= Turns; turn++)
        {
            (double copied, double worked) = (NetworkCases.Seconds(Copy), NetworkCases.Seconds(work));
            if (turn > 0) (copying, working) = (Math.Min(copying, copied), Math.Min(working, worked)); // the first warms up
        }

        return 100 * bytes() / working / (2.0 * CopiedBytes / copying);
    });

    // A number is eight bytes, a text's code four; labels are not read.
    private long InputBytes() => (long)flows.Count * FlowSchema.UnswNb15.Features.Sum(field => field.IsText ? sizeof(int) : sizeof(double));

    private void Copy() => Copy(buffers.Value.From, buffers.Value.To);

    private static void Copy(byte[] from, byte[] to)
    {
        int threads = Environment.ProcessorCount;
        Parallel.For(0, threads, i =>
        {
            int first = (int)((long)CopiedBytes * i / threads), end = (int)((long)CopiedBytes * (i + 1) / threads);
            from.AsSpan(first..end).CopyTo(to.AsSpan(first));
        });
    }

    // Each copied byte is read and written.
    private static double Rate(double seconds) => 2.0 * CopiedBytes / seconds / 1e9;

    private static (byte[] From, byte[] To) Buffers()
    {
        byte[] from = new byte[CopiedBytes], to = new byte[CopiedBytes];
        from.AsSpan().Fill(1);
        return (from, to);
    }
}
