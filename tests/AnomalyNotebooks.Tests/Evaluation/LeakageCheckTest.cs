using AnomalyNotebooks.Tests.Detectors;

namespace AnomalyNotebooks.Tests.Evaluation;

public sealed class LeakageCheckTest
{
    [Fact]
    public void A_leaked_label_is_named_whichever_way_it_points()
    {
        FlowTable flows = TestFlows.Make(200, 100);
        FeatureMatrix leaking = FeaturePipeline.Raw.WithLeakedLabels("label").Fit(flows).Transform(flows);
        Assert.Contains("'label'", Assert.Single(LeakageCheck.Warnings(leaking, flows.IsAttack)), StringComparison.Ordinal);

        bool[] opposite = [.. flows.IsAttack.Select(attack => !attack)];
        Assert.Single(LeakageCheck.Warnings(leaking, opposite));
    }

    [Fact]
    public void A_table_is_looked_at_a_few_columns_at_a_time_to_the_same_end()
    {
        FlowTable flows = TestFlows.Make(200, 100);
        FeatureMatrix features = FeaturePipeline.Raw.Fit(flows).Transform(flows);
        IReadOnlyList<(string, double)> alone = LeakageCheck.SingleFeatureAuroc(flows);

        Assert.Equal(LeakageCheck.SingleFeatureAuroc(features, flows.IsAttack), alone);
        Assert.Equal(features.Columns, alone.Count);
        Assert.All(features.Names.Index(), feature =>
        {
            double[] values = [.. Enumerable.Range(0, features.Rows).Select(row => (double)features[row, feature.Index])];
            double auroc = RocCurve.FromScores(values, flows.IsAttack).Auroc;
            Assert.Contains((feature.Item, Math.Max(auroc, 1 - auroc)), alone);
        });
    }

    [Fact]
    public void Honest_features_are_not_warned_of()
    {
        FlowTable flows = TestFlows.Make(200, 100);
        FeatureMatrix honest = FeaturePipeline.Raw.Fit(flows).Transform(flows);

        Assert.Empty(LeakageCheck.Warnings(honest, flows.IsAttack));
        Assert.All(LeakageCheck.SingleFeatureAuroc(honest, flows.IsAttack), feature => Assert.InRange(feature.Auroc, 0.5, 0.98));
    }

    [Fact]
    public void The_real_file_has_no_such_feature_but_the_labels()
    {
        FlowTable flows = RealData.Require();
        FeatureMatrix leaking = FeaturePipeline.LeakingLabels().Fit(flows).Transform(flows);

        Assert.Contains(LeakageCheck.Warnings(leaking, flows.IsAttack), warning => warning.Contains("'label'", StringComparison.Ordinal));
        Assert.Empty(LeakageCheck.Warnings(FeaturePipeline.Raw.Fit(flows).Transform(flows), flows.IsAttack));
    }
}
