using AnomalyNotebooks.Cli.Documentation;

namespace AnomalyNotebooks.Cli.Tests.Documentation;

public sealed class DetectorTablesTest
{
    private static readonly string[] Metrics =
        ["auroc", "averagePrecisionAt1", "tprAt01", "tprAt1", "tprAt5", "achievedFprAt1", "renewedFprAt1", "achievedFprAt5", "renewedFprAt5"];

    private static readonly EvaluationResult[] Results =
    [
        Result("random-holdout", "pca", ttl: true, 0.86), Result("random-holdout", DetectorCatalog.Best.Name, ttl: true, 0.98),
        Result("random-holdout", DetectorCatalog.Best.Name, ttl: false, 0.97),
    ];

    [Fact]
    public void The_best_has_one_row_a_protocol_with_and_without_TTL()
    {
        string[] lines = DetectorTables.Best(Results).TrimEnd('\n').Split('\n');

        Assert.Equal(4, lines.Length);
        Assert.StartsWith("| random-holdout | 0.9800 ± 0.0100 |", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("| random-holdout, no TTL | 0.9700 ± 0.0100 |", lines[3], StringComparison.Ordinal);
        Assert.Single(lines.Select(line => line.Count(c => c == '|')).Distinct());
    }

    [Fact]
    public void All_have_one_column_a_protocol_left_empty_where_nothing_was_measured()
    {
        string[] lines = DetectorTables.All(Results).TrimEnd('\n').Split('\n');

        Assert.Equal(4, lines.Length);
        Assert.StartsWith("| pca | 0.8600 |  |", lines[2], StringComparison.Ordinal);
        Assert.StartsWith($"| {DetectorCatalog.Best.Name} | 0.9800 | 0.9700 |", lines[3], StringComparison.Ordinal);
        Assert.Single(lines.Select(line => line.Count(c => c == '|')).Distinct());
    }

    private static EvaluationResult Result(string protocol, string detector, bool ttl, double value) =>
        new(protocol, detector, ttl, 5, 1, 0.5, Metrics.ToDictionary(name => name, _ => new MetricSummary(value, 0.01, value - 0.02, value + 0.02)));
}
