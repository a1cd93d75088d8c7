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
        double[] scores = Fit(flows, [.. Enumerable.Range(0, 600)], 1).Score(Raw(flows));

        double auroc = RocCurve.FromScores(scores.AsSpan(600), flows.IsAttack.AsSpan(600)).Auroc;
        Assert.True(auroc > 0.97, $"AUROC {auroc}");
        Assert.True(scores.Distinct().Count() > 50, "scores must differ between flows");
    }

    [Fact]
    public void Shuffled_labels_are_not_told_apart()
    {
        FlowTable flows = TestFlows.Make(900, 200);
        double[] scores = Fit(flows, [.. Enumerable.Range(0, 600)], 1).Score(Raw(flows));
        bool[] labels = flows.IsAttack[600..];
        SeededRandom.Fork(9, 0).Shuffle<bool>(labels);

        Assert.InRange(RocCurve.FromScores(scores.AsSpan(600), labels).Auroc, 0.42, 0.58);
    }

    [Fact]
    public void A_seed_fixes_every_bit_and_another_gives_other_scores()
    {
        FlowTable flows = TestFlows.Make(300, 20);
        double[] first = Fit(flows, [.. Enumerable.Range(0, 300)], 1).Score(Raw(flows));

        Assert.Equal(first, Fit(flows, [.. Enumerable.Range(0, 300)], 1).Score(Raw(flows)));
        Assert.NotEqual(first, Fit(flows, [.. Enumerable.Range(0, 300)], 2).Score(Raw(flows)));
    }

    [Fact]
    public void Other_columns_than_fitted_on_are_refused()
    {
        FlowTable flows = TestFlows.Make(100, 0);
        IFittedModel fitted = Fit(flows, [.. Enumerable.Range(0, 100)], 1);

        Assert.Throws<AnomalyException>(() => fitted.Score(new FeatureMatrix([1, 2], 1, ["a", "b"])));
        Assert.Throws<AnomalyException>(() => Small.Fit(new FeatureMatrix([1, 2], 2, ["a"]), 1));
    }

    private static IFittedModel Fit(FlowTable flows, int[] rows, ulong seed) => Small.Fit(Raw(flows).Take(rows), seed);

    private static FeatureMatrix Raw(FlowTable flows) => FeaturePipeline.Raw.Fit(flows).Transform(flows);
}
