using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Verification;

public sealed class VerifyCommandTest
{
    [Fact]
    public async Task Outputs_written_to_be_committed_are_clean_and_hold_until_something_moves()
    {
        using var folder = new TemporaryFolder();
        string path = new NotebookBuilder()
            .Markdown("# A lesson")
            .Code($"#r \"{typeof(FlowTable).Assembly.Location}\"\nusing AnomalyNotebooks;\nConsole.WriteLine($\"read {{Environment.CurrentDirectory}}/data.csv in {{DateTime.Now.Millisecond}} ms\");")
            .Code("Results.Record(\"AUROC\", 0.1 + 0.2)")
            .Code("Show.All(Charts.Bars(\"Classes\", new Axis(\"flows\"), [\"Normal\", \"Attack\"], [37000.0, 45332]), Results.Record(\"flows\", 82332))")
            .Code("DateTime.Now", "volatile")
            .SaveIn(folder);
        Outcome written = await Anomaly.RunAsync(folder.Path, "run", "lesson.ipynb", "--output", "out", "--in-place");
        string committed = File.ReadAllText(path);

        Outcome holds = await Anomaly.RunAsync(folder.Path, "verify", "lesson.ipynb", "--output", "again");
        File.WriteAllText(path, committed.Replace("0.30000000000000004", "0.3", StringComparison.Ordinal).Replace("[37000,45332]", "[37000,45333]", StringComparison.Ordinal));
        Outcome moved = await Anomaly.RunAsync(folder.Path, "verify", "lesson.ipynb", "--output", "again");

        Assert.True(written.ExitCode == ExitCode.Ok, written.Error);
        Assert.DoesNotContain("<script", committed, StringComparison.Ordinal);
        Assert.All(NotebookCleaner.Problems(NotebookReader.Parse(committed, path), committed), problem => Assert.Contains("path of one machine", problem, StringComparison.Ordinal));
        Snapshot.Matches("verify-holds", holds.Seen);
        Snapshot.Matches("verify-moved", moved.Seen);
    }
}
