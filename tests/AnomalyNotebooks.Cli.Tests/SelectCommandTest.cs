using AnomalyNotebooks.Cli.Bench;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests;

public sealed class SelectCommandTest
{
    [Fact]
    public async Task What_the_attacks_in_the_file_are_changes_no_letter_of_the_selection()
    {
        using var folder = new TemporaryFolder();
        FlowTable flows = SyntheticFlows.Generate(FlowProfile.Bundled, 2500);
        string all = folder.File("all.csv"), normals = folder.File("normals.csv");
        FlowCsvFile.Write(flows, all);
        FlowCsvFile.Write(flows.Take(flows.NormalRows()), normals);

        Outcome withAttacks = await Select(all), without = await Select(normals);

        Assert.Contains("one model 3 : neighbours 1", withAttacks.Output, StringComparison.Ordinal);
        Assert.Equal(without.Output, withAttacks.Output);

        async Task<Outcome> Select(string file)
        {
            Outcome outcome = await Anomaly.RunAsync(folder.Path, "select", "--candidates", "ensembles", "--seeds", "1", "--data", file);
            Assert.True(outcome.ExitCode == ExitCode.Ok, outcome.Output + outcome.Error);
            return outcome;
        }
    }
}
