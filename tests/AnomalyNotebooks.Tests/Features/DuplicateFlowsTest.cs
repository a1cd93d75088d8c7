namespace AnomalyNotebooks.Tests.Features;

public class DuplicateFlowsTest
{
    [Fact]
    public void Repeats_are_counted_by_label_and_vectors_with_both_labels_apart()
    {
        FlowTable flows = SmallFlows.Of(
            [("a", [1, 1, 1, 2, 1, 3])], [("proto", ["x", "x", "y", "x", "x", "x"])], [false, false, false, true, true, true]);
        DuplicateFlows duplicates = DuplicateFlows.Count(flows, ["a", "proto"]);
        Assert.Equal([0, 0, 2, 3, 0, 5], duplicates.FirstRows);
        Assert.Equal((4, 2, 1, 0, 1), (duplicates.Distinct, duplicates.Repeats, duplicates.NormalRepeats, duplicates.AttackRepeats,
            duplicates.BothLabels));
    }

    [Fact]
    public void Negative_zero_equals_zero()
    {
        FlowTable flows = SmallFlows.Of(("a", [0.0, -0.0]));
        Assert.Equal(1, DuplicateFlows.Count(flows, ["a"]).Repeats);
    }

    [Fact]
    public void Groups_are_those_of_a_comparison_value_by_value()
    {
        FlowTable flows = SmallFlows.WithAllFeatures(500, _ => false, distinct: 60);
        string[] vectors = [.. Enumerable.Range(0, flows.Count).Select(row =>
            string.Join(',', FlowSchema.UnswNb15.Features.Select(feature =>
            flows.HasCategory(feature.Name) ? flows.Category(feature.Name)[row] : $"{flows.Number(feature.Name)[row]}")))];
        Assert.Equal(vectors.Select(vector => Array.IndexOf(vectors, vector)), DuplicateFlows.Count(flows).FirstRows);
    }

    [Fact]
    public void On_the_real_file_the_counts_are_the_known_ones()
    {
        FlowTable flows = RealData.Require();
        DuplicateFlows all = DuplicateFlows.Count(flows);
        Assert.Equal((28_386, 2_794, 25_586, 6), (all.Repeats, all.NormalRepeats, all.AttackRepeats, all.BothLabels));
        string[] withoutCounters = [.. FlowSchema.UnswNb15.Features.Select(feature => feature.Name)
            .Except(FlowSchema.UnswNb15.WithRole(ColumnRole.WindowCounter))];
        Assert.Equal(105, DuplicateFlows.Count(flows, withoutCounters).BothLabels);
    }
}
