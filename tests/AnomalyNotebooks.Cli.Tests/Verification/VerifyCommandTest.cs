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
            .Code($"#r \"{typeof(FlowTable).Assembly.Location}\"\nusing AnomalyNotebooks;\nConsole.WriteLine($\"read "
                + $"{{Environment.CurrentDirectory}}/data.csv in {{DateTime.Now.Millisecond}} ms\");")
            .Code("Results.Record(\"AUROC\", 0.1 + 0.2)")
            .Code("Show.All(Charts.Bars(\"Classes\", new Axis(\"flows\"), [\"Normal\", \"Attack\"], [37000.0, 45332]), "
                + "Results.Record(\"flows\", 82332))")
            .Code("DateTime.Now", "volatile")
            .SaveIn(folder);
        Outcome written = await Anomaly.RunAsync(folder.Path, "run", "lesson.ipynb", "--output", "out", "--in-place");
        string committed = File.ReadAllText(path);

        Outcome holds = await Anomaly.RunAsync(folder.Path, "verify", "lesson.ipynb", "--output", "again");
        File.WriteAllText(path, committed.Replace("0.30000000000000004", "0.3", StringComparison.Ordinal)
            .Replace("[37000,45332]", "[37000,45333]", StringComparison.Ordinal));
        Outcome moved = await Anomaly.RunAsync(folder.Path, "verify", "lesson.ipynb", "--output", "again");

        Assert.True(written.ExitCode == ExitCode.Ok, written.Error);
        Assert.DoesNotContain("<script", committed, StringComparison.Ordinal);
        Assert.All(NotebookCleaner.Problems(NotebookReader.Parse(committed, path), committed), problem =>
            Assert.Contains("path of one machine", problem, StringComparison.Ordinal));
        Snapshot.Matches("verify-holds", holds.Seen);
        Snapshot.Matches("verify-moved", moved.Seen);
    }

    [Fact]
    public async Task Other_data_is_named_with_both_hashes_and_has_an_exit_code_of_its_own_and_other_line_ends_are_no_other_data()
    {
        using var folder = new TemporaryFolder();
        string data = folder.File("flows.csv");
        FlowCsvFile.Write(SyntheticFlows.Generate(FlowProfile.Bundled, 50), data);
        string[] lines = File.ReadAllLines(data);
        new NotebookBuilder().Code($"#r \"{typeof(FlowTable).Assembly.Location}\"\nusing AnomalyNotebooks;\nFlowSource.Load().Count")
            .SaveIn(folder);
        async Task<Outcome> VerifyAsync(string text)
        {
            File.WriteAllText(data, text);
            return await Anomaly.RunAsync(folder.Path, "verify", "lesson.ipynb", "--data", "flows.csv", "--output", "again");
        }

        await Anomaly.RunAsync(folder.Path, "run", "lesson.ipynb", "--data", "flows.csv", "--output", "out", "--in-place");
        Outcome otherLineEnds = await VerifyAsync(string.Join("\r\n", lines) + "\r\n");
        Outcome swappedRows = await VerifyAsync(string.Join('\n', [lines[0], lines[2], lines[1], .. lines[3..]]) + "\n");
        string[] values = lines[1].Split(',');
        values[1] = "0.125";
        Outcome changedValue = await VerifyAsync(string.Join('\n', [lines[0], string.Join(',', values), .. lines[2..]]) + "\n");

        Assert.True(otherLineEnds.ExitCode == ExitCode.Ok, otherLineEnds.Output + otherLineEnds.Error);
        Assert.All((Outcome[])[swappedRows, changedValue], outcome =>
        {
            Assert.Equal(ExitCode.OtherData, outcome.ExitCode);
            Assert.Matches(@"lesson: the committed outputs came from flows \(flows SHA-256 [0-9a-f]{64}\), "
                + @"this run used flows \(flows SHA-256 [0-9a-f]{64}\)", outcome.Output);
        });
    }

    [Fact]
    public async Task A_lesson_that_was_left_out_stands_in_the_table_and_fails_where_asked_to()
    {
        using var folder = new TemporaryFolder();
        new NotebookBuilder().Code("#r \"nuget: AnomalyNotebooks.NoSuchPackage, 1.0.0\"\n1").SaveIn(folder);

        Outcome lenient = await Anomaly.RunAsync(folder.Path, "verify", "lesson.ipynb", "--output", "again");
        Outcome strict = await Anomaly.RunAsync(folder.Path, "verify", "lesson.ipynb", "--output", "again", "--strict");

        Assert.Equal((ExitCode.Ok, ExitCode.Failed), (lenient.ExitCode, strict.ExitCode));
        Assert.Contains("not run: package", lenient.Output, StringComparison.Ordinal);
    }
}
