namespace AnomalyNotebooks.Tests.Detectors;

/// <summary>Rarities by hand: a schema with one context column, one text and one count.</summary>
public sealed class SmoothedRarityTest
{
    private static readonly FlowSchema Schema = new(
        "small", [new("kind", ColumnRole.Category), new("word", ColumnRole.Category), new("count", ColumnRole.Count)], FlowLabels.None,
        new FlowRules { Context = ["kind"] });

    [Fact]
    public void A_value_backs_off_to_its_share_among_all_normals()
    {
        // Context a: x 3 times and y once; context b: y 4 times. Shares with half a count each, the unseen among them: x 3.5, y 5.5, other
        // 0.5 of 9.5.
        FlowTable normals = Flows(["a", "a", "a", "a", "b", "b", "b", "b"], ["x", "x", "x", "y", "y", "y", "y", "y"], new double[8]);
        SmoothedRarity rarity = Fit(normals);
        FeatureMatrix found = rarity.Transform(Flows(["a", "b", "a", "c"], ["x", "x", "z", "x"], new double[4]));

        int word = rarity.Names.ToList().IndexOf("rarity of word");
        Assert.Equal(-Math.Log((3 + (10 * 3.5 / 9.5)) / 14), found[0, word], 1e-6);
        Assert.Equal(-Math.Log(10 * 3.5 / 9.5 / 14), found[1, word], 1e-6);
        Assert.Equal(-Math.Log(10 * 0.5 / 9.5 / 14), found[2, word], 1e-6);
        Assert.Equal(-Math.Log(3.5 / 9.5), found[3, word], 1e-6); // a context never seen: the share among all normals
    }

    [Fact]
    public void A_context_never_seen_costs_more_than_any_seen_and_says_so()
    {
        FlowTable normals = Flows(["a", "a", "a", "b"], ["x", "x", "x", "x"], new double[4]);
        SmoothedRarity rarity = Fit(normals);
        FeatureMatrix found = rarity.Transform(Flows(["a", "b", "c"], ["x", "x", "x"], new double[3]));

        int context = rarity.Names.Count - 1;
        Assert.True(found[0, context] < found[1, context] && found[1, context] < found[2, context]);
        Assert.Equal([0, 1, -1], FlowContexts.Fit(ColumnView.Of(normals), normals)
            .Of(Flows(["a", "b", "c"], ["x", "x", "x"], new double[3])).Numbers);
    }

    [Fact]
    public void Neighbouring_sizes_share_their_counts_and_far_ones_do_not()
    {
        FlowTable normals = Flows([.. Enumerable.Repeat("a", 20)], [.. Enumerable.Repeat("x", 20)],
            [.. Enumerable.Range(0, 20).Select(i => i < 18 ? 100.0 : 5000)]);
        SmoothedRarity rarity = Fit(normals);
        FeatureMatrix found = rarity.Transform(Flows(["a", "a", "a"], ["x", "x", "x"], [100, 150, 1500]));

        int count = rarity.Names.ToList().IndexOf("rarity of count");
        Assert.True(found[0, count] < found[1, count] && found[1, count] < found[2, count]);
    }

    [Fact]
    public void A_training_row_left_out_is_as_rare_as_if_it_had_not_been_there()
    {
        string[] kinds = ["a", "a", "a", "b"], words = ["x", "x", "y", "y"];
        FlowTable normals = Flows(kinds, words, new double[4]);
        SmoothedRarity rarity = Fit(normals);
        int word = rarity.Names.ToList().IndexOf("rarity of word");

        // Of the other two of context a, none says y; the share among all normals keeps the row: one of many does not matter there.
        double share = (2 + 0.5) / (4 + 1.5);
        Assert.Equal(-Math.Log(10 * share / 12), rarity.Transform(normals, leaveOut: true)[2, word], 1e-6);
    }

    private static SmoothedRarity Fit(FlowTable normals)
    {
        ColumnView[] views = ColumnView.Of(normals);
        return SmoothedRarity.Fit(views, FlowContexts.Fit(views, normals), normals);
    }

    private static FlowTable Flows(string[] kinds, string[] words, double[] counts) => FlowTable.FromColumns(
        new Dictionary<string, double[]> { ["count"] = counts }, new Dictionary<string, string?[]> { ["kind"] = kinds, ["word"] = words },
        schema: Schema);
}
