using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Tests.Figures;

public sealed class ThresholdExplorerTest
{
    private static readonly FlowTable Flows = SyntheticFlows.Generate(FlowProfile.Bundled, 4000).Take([.. Enumerable.Range(0, 2000)]);
    private static readonly double[] HeldOut = [.. Enumerable.Range(1, 999).Select(i => (double)i)];

    private static double[] Scores => [.. Enumerable.Range(0, Flows.Count).Select(row => (row % 1000) + (Flows.IsAttack[row] ? 500.0 : 0))];

    [Fact]
    public void Every_rate_carries_what_a_quantile_threshold_of_the_held_out_normals_does()
    {
        JsonNode json = JsonNode.Parse(ThresholdExplorer.Of("test", Flows, 0.001, 1e6, ("one", HeldOut, Scores)).ToJson())!;

        JsonNode detector = json["detectors"]![0]!;
        double[] asked = [.. detector["asked"]!.AsArray().Select(rate => (double)rate!)];
        Assert.Contains(0.01, asked);
        Assert.Equal(asked.Order(), asked);
        Assert.True(asked[0] >= 0.001); // 999 held-out normals support no lower rate
        int at = Array.IndexOf(asked, 0.01);
        QuantileThreshold threshold = QuantileThreshold.Fit(HeldOut, 0.01);
        ConfusionMatrix matrix = ConfusionMatrix.FromScores(Scores, Flows.IsAttack, threshold);
        Assert.Equal(threshold.Value, (double)detector["threshold"]![at]!);
        Assert.Equal(matrix.FalsePositiveRate, (double)detector["falsePositiveRate"]![at]!, 1e-6);
        double found = json["categories"]!.AsArray().Select((category, i) =>
            (double)category!["flows"]! * (double)detector["recall"]![at]![i]!).Sum();
        Assert.Equal(matrix.Recall, found / Flows.AttackRows().Length, 1e-3);
    }

    [Fact]
    public void A_host_without_the_panel_shows_a_table()
    {
        ThresholdExplorer explorer = ThresholdExplorer.Of("<b>test</b>", Flows, 0.001, 1e6, ("one", HeldOut, Scores));

        Assert.Contains("&lt;b&gt;test", explorer.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("attacks found", explorer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Scores_that_do_not_fit_and_shares_out_of_range_are_refused()
    {
        Assert.Contains("one score per flow", Assert.Throws<ArgumentException>(
            () => ThresholdExplorer.Of("test", Flows, 0.001, 1e6, ("one", HeldOut, [1.0]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ThresholdExplorer.Of("test", Flows, 1, 1e6, ("one", HeldOut, Scores)));
        Assert.Throws<ArgumentException>(() => ThresholdExplorer.Of("test", Flows, 0.001, 1e6));
    }
}
