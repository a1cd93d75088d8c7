namespace AnomalyNotebooks.Tests.Detectors;

public sealed class SwapDiscriminatorTest
{
    private static readonly SwapDiscriminator Small = new()
    {
        TreeSizes = [16, 32],
        Trees = new GradientBoostedTreesOptions { Rounds = 15, MinRowsPerLeaf = 5 },
    };

    [Fact]
    public void Flows_whose_parts_do_not_belong_together_score_higher_than_normals()
    {
        FlowTable flows = TestFlows.Make(900, 200);
        double[] scores = Fit(flows, [.. Enumerable.Range(0, 600)], 1).Score(flows);

        double auroc = RocCurve.FromScores(scores.AsSpan(600), flows.IsAttack.AsSpan(600)).Auroc;
        Assert.True(auroc > 0.97, $"AUROC {auroc}");
        Assert.True(scores.Distinct().Count() > 50, "scores must differ between flows");
    }

    [Fact]
    public void Shuffled_labels_are_not_told_apart()
    {
        FlowTable flows = TestFlows.Make(900, 200);
        double[] scores = Fit(flows, [.. Enumerable.Range(0, 600)], 1).Score(flows);
        bool[] labels = flows.IsAttack[600..];
        SeededRandom.Fork(9, 0).Shuffle<bool>(labels);

        Assert.InRange(RocCurve.FromScores(scores.AsSpan(600), labels).Auroc, 0.42, 0.58);
    }

    [Fact]
    public void A_seed_fixes_every_bit_and_another_gives_other_scores()
    {
        FlowTable flows = TestFlows.Make(300, 20);
        double[] first = Fit(flows, [.. Enumerable.Range(0, 300)], 1).Score(flows);

        Assert.Equal(first, Fit(flows, [.. Enumerable.Range(0, 300)], 1).Score(flows));
        Assert.NotEqual(first, Fit(flows, [.. Enumerable.Range(0, 300)], 2).Score(flows));
    }

    [Fact]
    public void Too_few_flows_are_refused() => Assert.Throws<AnomalyException>(() => Fit(TestFlows.Make(100, 0), [0, 1, 2], 1));

    private static IFittedDetector Fit(FlowTable flows, int[] rows, ulong seed) =>
        Small.Fit(NormalFlows.Take(flows, rows), NormalFlows.Take(flows, rows), seed);
}
