namespace AnomalyNotebooks.Tests;

/// <summary>The real partition file of 82,332 flows, for tests of facts about it. Never part of the repository.</summary>
internal static class RealData
{
    private static readonly Lazy<FlowTable?> Table = new(Load);

    /// <summary>The real flows, read once for all tests; where they are missing the test is skipped.</summary>
    public static FlowTable Require()
    {
        if (Table.Value is null)
            Assert.Skip($"needs the 82,332 flows of UNSW-NB15, which may not be handed on. {FlowSource.HowToGetTheData}");
        return Table.Value!;
    }

    private static FlowTable? Load()
    {
        FlowFile? file = FlowSource.Find().FirstOrDefault(file => file.Partition == FlowPartition.OfficialTesting);
        return file is null ? null : FlowSource.Load(file.Path);
    }
}
