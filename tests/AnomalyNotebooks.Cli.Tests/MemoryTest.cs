using AnomalyNotebooks.Cli.Tests.Support;
using AnomalyNotebooks.Numerics;

namespace AnomalyNotebooks.Cli.Tests;

/// <summary>What flows take in memory. Bytes that are held or asked for, no times: the same on every machine.</summary>
public sealed class MemoryTest
{
    [Fact]
    public void A_flow_takes_200_bytes_at_most_and_finding_equal_ones_40_more()
    {
        const int Count = 20_000;
        FlowTable flows = Read(Count);
        Assert.InRange(flows.Bytes, 50 * Count, 200 * Count);

        int[] groups = [];
        long before = GC.GetAllocatedBytesForCurrentThread();
        ThreadLimit.Run(1, () => groups = FlowVectors.Groups(flows));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40 * Count);
        Assert.Equal(Count, groups.Length);
    }

    // With so little memory the runtime gives up where more is held at any time.
    [Theory]
    [InlineData(200_000, "pca", 130)]
    public async Task An_evaluation_holds_a_few_hundred_bytes_of_each_flow(int count, string detector, int megabytes)
    {
        using var folder = new TemporaryFolder();
        FlowCsvFile.Write(SyntheticFlows.Generate(FlowProfile.Bundled, count), folder.File("flows.csv"));
        Outcome outcome = await Anomaly.RunAsync(folder.Path, [("DOTNET_GCHeapHardLimit", $"{megabytes << 20:X}")], "evaluate", "--data",
            "flows.csv", "--detector", detector, "--seeds", "1", "--resamples", "20");

        Assert.True(outcome.ExitCode == ExitCode.Ok, outcome.Output + outcome.Error);
    }

    private static FlowTable Read(int count)
    {
        using var text = new MemoryStream();
        FlowCsvFile.WriteHeader(text);
        FlowCsvFile.WriteRows(SyntheticFlows.Generate(FlowProfile.Bundled, count), 1, text);
        return FlowReader.Read(text.ToArray(), "flows.csv", null);
    }
}
