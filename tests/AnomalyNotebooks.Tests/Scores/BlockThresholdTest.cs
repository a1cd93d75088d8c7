namespace AnomalyNotebooks.Tests.Scores;

public sealed class BlockThresholdTest
{
    // Two blocks of a hundred: scores 0 to 99, and ten times these.
    private static readonly double[] Scores = [.. Enumerable.Range(0, 200).Select(i => i < 100 ? i : 10.0 * (i - 100))];
    private static readonly int[] Blocks = [.. Enumerable.Range(0, 200).Select(i => i / 100)];

    [Fact]
    public void Pooled_is_the_quantile_of_all_scores() =>
        Assert.Equal(QuantileThreshold.Fit(Scores, 0.05).Value, BlockThreshold.Fit(Scores, Blocks, 0.05).Value);

    [Fact]
    public void Keen_is_the_mean_of_the_blocks_own_thresholds()
    {
        BlockThreshold keen = BlockThreshold.Fit(Scores, Blocks, 0.05, keen: true);

        Assert.Equal((94 + 940) / 2.0, keen.Value);
        Assert.True(keen.Value < BlockThreshold.Fit(Scores, Blocks, 0.05).Value);
        Assert.Contains("2 blocks", keen.Description, StringComparison.Ordinal);
        Assert.Equal(0.05, keen.TargetFalsePositiveRate);
        Assert.False(keen.UsesLabels);
    }

    [Fact]
    public void Too_few_scores_and_other_lengths_are_refused()
    {
        Assert.Throws<AnomalyException>(() => BlockThreshold.Fit(Scores.AsSpan(0, 50), Blocks.AsSpan(0, 50)));
        Assert.Throws<ArgumentException>(() => BlockThreshold.Fit(Scores, Blocks.AsSpan(0, 50)));
    }

    [Fact]
    public void Each_block_is_scored_by_a_fit_that_saw_the_blocks_beside_it_but_not_it()
    {
        var schema = new FlowSchema("rows", [new("row", ColumnRole.Number)]);
        FlowTable flows = FlowTable.FromColumns(
            new Dictionary<string, double[]> { ["row"] = [.. Enumerable.Range(0, 400).Select(row => (double)row)] },
            new Dictionary<string, string?[]>(), schema: schema);

        LeftOutBlocks left = LeftOutBlocks.Of(new Remembering(), NormalFlows.Of(flows), 1, blocks: 20, rounds: 5);

        Assert.Equal(Enumerable.Range(0, 400).Select(row => row / 20), left.Blocks);
        Assert.All(left.Scores[..380], score => Assert.Equal(2, score)); // seen: not the row, but the row a block later
    }

    // Scores 1 for a row that it was not fitted on and 1 more where it was fitted on the row twenty places later.
    private sealed record Remembering : IDetector
    {
        public string Name => "remembering";

        public IDetector Without(IReadOnlyCollection<string> columns) => this;

        public IFittedDetector Fit(NormalFlows training, NormalFlows heldOut, ulong seed, CancellationToken cancellation = default) =>
            new Fitted([.. training.Table.Number("row"), .. heldOut.Table.Number("row")]);
    }

    private sealed record Fitted(HashSet<double> Seen) : IFittedDetector
    {
        public double[] Score(FlowTable flows, CancellationToken cancellation = default) =>
            [.. flows.Number("row").Select(row => (Seen.Contains(row) ? 0.0 : 1) + (Seen.Contains(row + 20) ? 1 : 0))];
    }
}
