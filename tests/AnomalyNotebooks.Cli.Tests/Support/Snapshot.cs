namespace AnomalyNotebooks.Cli.Tests.Support;

/// <summary>
/// Compares what users see with a file in <c>Snapshots/</c>. After a change on purpose, run the tests once with
/// <c>ANOMALY_UPDATE_SNAPSHOTS=1</c> and read the diff.
/// </summary>
internal static class Snapshot
{
    public static void Matches(string name, string text)
    {
        string folder = Path.Combine(Repository.Root, "tests", "AnomalyNotebooks.Cli.Tests", "Snapshots");
        string file = Path.Combine(folder, name + ".txt");
        if (Environment.GetEnvironmentVariable("ANOMALY_UPDATE_SNAPSHOTS") == "1") File.WriteAllText(file, text);
        Assert.True(File.Exists(file), $"There is no snapshot {name}.txt; it would be:\n{text}");
        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), text);
    }
}
