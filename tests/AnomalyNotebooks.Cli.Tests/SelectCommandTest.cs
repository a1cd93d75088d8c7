using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests;

public sealed class SelectCommandTest
{
    [Fact]
    public async Task What_the_attacks_in_the_file_are_changes_no_letter_of_the_selection()
    {
        using var folder = new TemporaryFolder();
        FlowTable flows = SyntheticFlows.Generate(FlowProfile.Bundled, 2500);
        // Where attacks stand says where a block of normals ends; what they are must say nothing: all become one and the same.
        int firstAttack = flows.AttackRows()[0];
        string all = folder.File("all.csv"), alike = folder.File("alike.csv");
        FlowCsvFile.Write(flows, all);
        FlowCsvFile.Write(flows.Take([.. Enumerable.Range(0, flows.Count).Select(row => flows.IsAttack[row] ? firstAttack : row)]), alike);

        Outcome withAttacks = await Select(all), without = await Select(alike);

        Assert.Contains("one model 3 : neighbours 1", withAttacks.Output, StringComparison.Ordinal);
        Assert.Equal(Compared(without), Compared(withAttacks));

        static string Compared(Outcome outcome) => outcome.Output[outcome.Output.IndexOf("AUROC", StringComparison.Ordinal)..];

        async Task<Outcome> Select(string file)
        {
            Outcome outcome = await Anomaly.RunAsync(folder.Path, "select", "--candidates", "ensembles", "--seeds", "1", "--data", file);
            Assert.True(outcome.ExitCode == ExitCode.Ok, outcome.Output + outcome.Error);
            return outcome;
        }
    }
}
