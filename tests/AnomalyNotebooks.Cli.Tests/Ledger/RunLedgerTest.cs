using AnomalyNotebooks.Cli.Ledger;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Ledger;

public sealed class RunLedgerTest
{
    [Fact]
    public void Several_writers_at_once_tear_no_line_and_lose_none()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("runs.jsonl");
        Thread[] writers = [.. Enumerable.Range(0, 8).Select(writer => new Thread(() =>
        {
            for (int i = 0; i < 20; i++)
            {
                LedgerEntry entry = Entry($"writer{writer}");
                entry.Set("text", new string('x', 20_000)); // larger than what a system writes at once
                new RunLedger(file).Add(entry);
            }
        }))];
        foreach (Thread thread in writers) thread.Start();
        foreach (Thread thread in writers) thread.Join();

        (IReadOnlyList<(int Number, LedgerEntry Entry)> runs, int unreadable) = new RunLedger(file).Read();
        Assert.Equal(0, unreadable);
        Assert.Equal(Enumerable.Range(1, 160), runs.Select(run => run.Number));
        Assert.All(runs.GroupBy(run => run.Entry.Command), own => Assert.Equal(20, own.Count()));
    }

    [Fact]
    public void A_line_that_was_cut_short_costs_only_itself()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("runs.jsonl");
        new RunLedger(file).Add(Entry("fit"));
        File.AppendAllText(file, "{\"command\":\"ru");
        new RunLedger(file).Add(Entry("evaluate"));

        (IReadOnlyList<(int Number, LedgerEntry Entry)> runs, int unreadable) = new RunLedger(file).Read();
        Assert.Equal(1, unreadable);
        Assert.Equal([(1, "fit"), (3, "evaluate")], runs.Select(run => (run.Number, run.Entry.Command)));
    }

    [Fact]
    public void A_line_keeps_every_bit_and_a_comparison_names_what_differs()
    {
        LedgerEntry first = Entry("fit"), second = Entry("fit");
        first.Set("seed", 1UL);
        second.Set("seed", 2UL);
        first.Set("detector", "pca");
        second.Set("detector", "pca");
        first.Got("threshold", 0.1 + 0.2);
        second.Got("threshold", 0.3);
        first.Got("flows", 7);
        second.Got("flows", 7);
        LedgerEntry read = LedgerEntry.Read(first.Write())!;
        Assert.Equal(first.Results, read.Results);
        Assert.Equal(first.Settings, read.Settings);

        RunComparison.Row[] rows = [.. RunComparison.Of(read, second)];
        Assert.Equal(["seed", "threshold", "seconds"], rows.Select(row => row.Name));
        Assert.Equal(("setting", "1", "2", 1.0), (rows[0].Kind, rows[0].First, rows[0].Second, rows[0].Change));
        Assert.Equal(0.3 - (0.1 + 0.2), rows[1].Change);
        Assert.Equal((2, 1), RunComparison.Agreement(read, second));
    }

    [Fact]
    public async Task Fits_that_went_well_or_not_are_listed_and_compared()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File(Workspace.Marker), "");
        FlowCsvFile.Write(SyntheticFlows.Generate(FlowProfile.Bundled, 2000), folder.File("flows.csv"));
        foreach (string detector in (string[])["pca", "isolation-forest"])
        {
            Outcome fit = await Anomaly.RunAsync(folder.Path, "fit", "flows.csv", "--out", "m.safetensors", "--detector", detector,
                "--threshold", "same", "--rate", "0.02");
            Assert.True(fit.ExitCode == ExitCode.Ok, fit.Error);
        }

        Assert.Equal(ExitCode.Failed, (await Anomaly.RunAsync(folder.Path, "fit", "none.csv", "--out", "m.safetensors")).ExitCode);
        Assert.Equal(ExitCode.Usage, (await Anomaly.RunAsync(folder.Path, "fit", "flows.csv", "--out", "m", "--rate", "7")).ExitCode);

        Outcome list = await Anomaly.RunAsync(folder.Path, "runs");
        Assert.Equal(ExitCode.Ok, list.ExitCode);
        Assert.Equal(2, list.Output.Split(" ok ").Length - 1);
        Assert.Equal(1, list.Output.Split(" failed ").Length - 1);
        Outcome compared = await Anomaly.RunAsync(folder.Path, "runs", "compare", "-3", "2");
        Assert.Matches(@"setting +detector +pca +isolation-forest", compared.Output);
        Assert.Matches(@"result +threshold +[0-9.]+ +[0-9.]+ +[+-][0-9.]+", compared.Output);
        Assert.DoesNotContain("rate ", compared.Output, StringComparison.Ordinal);
        Outcome missing = await Anomaly.RunAsync(folder.Path, "runs", "compare", "1", "9");
        Assert.Equal(ExitCode.Failed, missing.ExitCode);
        Assert.Contains("There is no run 9", missing.Error, StringComparison.Ordinal);
    }

    private static LedgerEntry Entry(string command) => new(command, ["flows.csv"], new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
}
