using AnomalyNotebooks.Cli.Documentation;
using AnomalyNotebooks.Cli.Evaluating;

namespace AnomalyNotebooks.Cli.Tests.Documentation;

public sealed class DetectorTablesTest
{
    private static readonly Provenance From = new(
        new DataProvenance("made-up flows", "abc", "def", IsSynthetic: false), Training: null, AttackHalf.Development,
            ["random-holdout", "block"],
        ["pca", DetectorCatalog.Best.Name], Ttl: true, [1, 2], 40, "0.1.0", "0123456789abcdef", IsClean: false)
        { Date = "2026-11-24", Machines = ["a processor"] };

    private static readonly EvaluationFile[] Files =
    [
        EvaluationFile.Of(From, EvaluationFileTest.Trials(From)),
        EvaluationFile.Of(From with { Ttl = false, Protocols = ["block"] }, EvaluationFileTest.Trials(From)),
    ];

    [Fact]
    public void The_best_has_one_row_a_protocol_with_and_without_TTL_under_where_it_came_from()
    {
        string[] lines = DetectorTables.Best(Files, brief: false).TrimEnd('\n').Split('\n');

        Assert.StartsWith("made-up flows; development half of the attacks; 2 seeds; ", lines[0], StringComparison.Ordinal);
        Assert.Contains("commit 0123456789ab with changes", lines[0], StringComparison.Ordinal);
        Assert.Equal(["| random-holdout |", "| block |", "| block, no TTL |"], lines[4..7].Select(line =>
            line[..(line.IndexOf('|', 2) + 1)]));
        Assert.Single(lines[2..7].Select(line => line.Count(c => c == '|')).Distinct());
        Assert.Contains("nobody has in use", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void All_have_one_column_a_protocol_and_the_differences_are_told_by_their_intervals()
    {
        string[] lines = DetectorTables.All(Files, brief: false).TrimEnd('\n').Split('\n');

        Assert.StartsWith("| pca | ", lines[4], StringComparison.Ordinal);
        Assert.StartsWith($"| {DetectorCatalog.Best.Name} | ", lines[5], StringComparison.Ordinal);
        Assert.Single(lines[2..6].Select(line => line.Count(c => c == '|')).Distinct());
        Assert.Equal(3, lines.Where(line => line.StartsWith("* ", StringComparison.Ordinal))
            .Sum(line => line[..line.IndexOf(':', StringComparison.Ordinal)].Split(';').Length));
        Assert.Contains("no difference to pca", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_brief_table_has_fewer_columns()
    {
        int Columns(string table) => table.Split('\n')[2].Count(c => c == '|');

        Assert.True(Columns(DetectorTables.Best(Files, brief: true)) < Columns(DetectorTables.Best(Files, brief: false)));
        Assert.DoesNotContain("keen", DetectorTables.Best(Files, brief: true), StringComparison.Ordinal);
    }

    [Fact]
    public void Seconds_stand_beside_their_detector_under_the_run_and_the_machine_they_are_of()
    {
        var times = EvaluationTimes.Of(From, EvaluationFileTest.Trials(From));
        Assert.Equal(times.Seconds, EvaluationTimes.Read(times.Write()).Seconds);
        times = times with { Seconds = new Dictionary<string, (double, double)> { ["pca"] = (12.5, 0.26) } };

        string table = DetectorTables.All(Files, brief: true, times);

        Assert.Contains("| 12.5 | 0.3 |\n", table, StringComparison.Ordinal);
        Assert.Contains("\nSeconds: 2026-11-24, commit 0123456789ab with changes; a processor.\n", table, StringComparison.Ordinal);
    }
}
