using System.Globalization;
using System.Text;
using static AnomalyNotebooks.Tests.Flows.FlowCsv;

namespace AnomalyNotebooks.Tests.Flows;

/// <summary>A sample of the normals of a file that is taken while it is read.</summary>
public sealed class FlowReservoirTest
{
    private const int Count = 6000, Most = 300;

    // Each flow says in "sbytes" which it is; every third is an attack.
    private static readonly byte[] File = Encoding.UTF8.GetBytes(string.Join('\n', [Header, .. Enumerable.Range(0, Count).Select(i =>
        (i % 3 == 0 ? AttackLine : NormalLine.With("service", i < 3000 ? "dns" : "http"))
            .With("sbytes", i.ToString(CultureInfo.InvariantCulture)))]));

    [Fact]
    public void The_sample_is_the_same_however_the_file_is_read_and_keeps_its_order()
    {
        FlowTable sample = Read(seed: 7);
        double[] kept = sample.Number("sbytes");
        Assert.Equal((Most, Most), (kept.Length, kept.Distinct().Count()));
        Assert.Equal(kept.Order(), kept);
        Assert.All(kept, flow => Assert.NotEqual(0, flow % 3));
        Assert.All(sample.IsAttack, Assert.False);
        Assert.Equal($"flows.csv, {Count:N0} flows", sample.Origin.Title);
        foreach (int blockBytes in (int[])[1, 1000, 20_000])
            foreach (int threads in (int[])[1, 4])
                Assert.Equal(sample.Fingerprint(), ThreadLimit.Run(threads, () => Read(seed: 7, blockBytes)).Fingerprint());
        Assert.NotEqual(kept, Read(seed: 8).Number("sbytes"));
    }

    [Fact]
    public void Every_normal_flow_is_as_likely_as_any_other()
    {
        const int Seeds = 200;
        var inFirstHalf = new int[Seeds];
        for (int seed = 0; seed < Seeds; seed++) inFirstHalf[seed] = Read((ulong)seed).Number("sbytes").Count(flow => flow < Count / 2);
        // A share of one half of 200 times 300 draws has a standard deviation of .002.
        Assert.InRange(inFirstHalf.Average() / Most, 0.49, 0.51);
        Assert.Equal(["dns", "http"], Read(1).Category("service").Values);
    }

    [Fact]
    public void No_more_normals_than_are_kept_are_all_kept()
    {
        FlowTable whole = FlowReader.Read(File, "flows.csv", FlowSchema.UnswNb15);
        var reservoir = new FlowReservoir(Count, 1);
        FlowTable kept = FlowReader.Read(File, "flows.csv", FlowSchema.UnswNb15, 5000, reservoir);

        Assert.Equal((Count, 4000, 4000), (reservoir.Flows, reservoir.Normals, kept.Count));
        Assert.Equal(whole.Take(whole.NormalRows()).Fingerprint(), kept.Fingerprint());
    }

    [Fact]
    public void Whoever_knows_better_says_which_flows_are_normal()
    {
        var reservoir = new FlowReservoir(Most, 1, flows => [.. Enumerable.Range(0, flows.Count).Where(row =>
            flows.Category("service")[row] == "http" && flows.Number("sbytes")[row] >= 5000)]);
        FlowTable kept = FlowReader.Read(File, "flows.csv", FlowSchema.UnswNb15, 9000, reservoir);

        Assert.Equal((Most, 667), (kept.Count, reservoir.Normals));
        Assert.All(kept.Number("sbytes"), flow => Assert.InRange(flow, 5000, Count));
        Assert.Equal(["http"], kept.Category("service").Values);
    }

    private static FlowTable Read(ulong seed, int blockBytes = 1 << 16) =>
        FlowReader.Read(File, "flows.csv", FlowSchema.UnswNb15, blockBytes, new FlowReservoir(Most, seed));
}
