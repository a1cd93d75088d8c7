using AnomalyNotebooks.Cli.Commands;

namespace AnomalyNotebooks.Cli.Tests;

public sealed class DataReadmeTest
{
    [Fact]
    public void The_table_of_closeness_in_the_readme_is_what_the_command_prints()
    {
        FlowTable real = FlowSource.Load();
        if (!real.Origin.IsKnownFile) Assert.Skip($"needs the 82,332 flows of UNSW-NB15. {FlowSource.HowToGetTheData}");
        string[] readme = File.ReadAllLines(Path.Combine(Workspace.FindRoot(AppContext.BaseDirectory)!, "data", "README.md"));
        string[] printed = DataClosenessCommand.Table(real, SyntheticFlows.DefaultSeed, TestContext.Current.CancellationToken).Split('\n');

        // What the detectors reach is the detectors' to change; that they are named is not.
        Assert.Subset(readme.ToHashSet(), printed.Where(line => !line.Contains("AUROC", StringComparison.Ordinal)).ToHashSet());
        Assert.Equal(Named(printed), Named(readme));
    }

    private static string[] Named(string[] lines) =>
        [.. lines.Where(line => line.StartsWith("| AUROC", StringComparison.Ordinal)).Select(line => line.Split('|')[1].Trim())];
}
