using System.Text.Json;

namespace AnomalyNotebooks.Tests.Evaluation;

public sealed class EvaluationJsonTest
{
    private static readonly EvaluationResult Result = new("random-holdout", "made up", Ttl: false, 5, 1.25, 0.5,
        DetectorEvaluationMetrics(["auroc", "averagePrecision", "averagePrecisionAt1", "tprAt01", "tprAt05", "tprAt1", "tprAt5",
            "achievedFprAt1", "achievedFprAt5", "renewedFprAt1", "renewedFprAt5"]));

    [Fact]
    public void What_is_written_is_read_again()
    {
        EvaluationResult read = Assert.Single(EvaluationJson.Read(EvaluationJson.Write([Result])));

        Assert.Equal((Result.Protocol, Result.Detector, Result.Ttl, Result.Seeds), (read.Protocol, read.Detector, read.Ttl, read.Seeds));
        Assert.Equal(Result.Metrics.OrderBy(m => m.Key, StringComparer.Ordinal), read.Metrics.OrderBy(m => m.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void The_shape_is_the_one_that_others_read()
    {
        JsonElement first = JsonDocument.Parse(EvaluationJson.Write([Result])).RootElement[0];

        Assert.Equal(["protocol", "detector", "ttl", "seeds", "fitSeconds", "scoreSeconds", "metrics"], first.EnumerateObject().Select(p => p.Name));
        Assert.Equal(["mean", "sd", "low", "high"], first.GetProperty("metrics").GetProperty("auroc").EnumerateObject().Select(p => p.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[{\"protocol\": 3}]")]
    public void Anything_else_is_refused(string json) => Assert.Throws<AnomalyException>(() => EvaluationJson.Read(json));

    [Fact]
    public void The_table_has_one_line_a_result_and_says_what_was_left_out()
    {
        string[] lines = EvaluationTable.Markdown([Result, Result with { Ttl = true, Protocol = "file-order" }]).TrimEnd('\n').Split('\n');

        Assert.Equal(4, lines.Length);
        Assert.Single(lines.Select(line => line.Length).Distinct());
        Assert.Contains("random-holdout, no TTL", lines[2], StringComparison.Ordinal);
        Assert.Contains("0.9500 ± 0.0010", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void One_seed_has_no_deviation_to_show() =>
        Assert.DoesNotContain("±", EvaluationTable.Markdown([Result with { Seeds = 1 }]), StringComparison.Ordinal);

    [Fact]
    public void An_unknown_metric_is_named() => Assert.Contains("'speed'", Assert.Throws<AnomalyException>(() => Result["speed"]).Message);

    private static Dictionary<string, MetricSummary> DetectorEvaluationMetrics(string[] names) =>
        names.ToDictionary(name => name, _ => new MetricSummary(0.95, 0.001, 0.94, 0.96));
}
