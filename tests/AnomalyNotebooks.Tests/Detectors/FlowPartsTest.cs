namespace AnomalyNotebooks.Tests.Detectors;

public sealed class FlowPartsTest
{
    private static readonly FlowTable Table = TestFlows.Make(40, 0);

    [Fact]
    public void Taken_apart_and_put_together_a_flow_is_what_it_was()
    {
        var parts = FlowParts.Of(Table);
        FlowTable again = parts.Flows(parts.Take(Table), Table.Origin);

        foreach (string name in Table.Schema.NumericFeatures.Except(Table.Schema.WithRole(ColumnRole.SequenceNumber)))
        {
            double[] before = Table.Number(name), after = again.Number(name);
            for (int r = 0; r < before.Length; r++) Assert.Equal(before[r], after[r], Math.Abs(before[r]) * 1e-4);
        }

        foreach (string name in Table.Schema.CategoryFeatures)
            Assert.All(Enumerable.Range(0, 40), r => Assert.Equal(Table.Category(name)[r], again.Category(name)[r]));
    }

    [Fact]
    public void A_changed_part_takes_along_what_follows_from_it()
    {
        var parts = FlowParts.Of(Table);
        FeatureMatrix taken = parts.Take(Table);
        taken.Values[taken.Names.IndexOf("sbytes")] = 1000;
        taken.Values[taken.Names.IndexOf("spkts")] = 10;
        FeatureMatrix view = parts.View(taken);

        Assert.Equal(100, view[0, view.Names.IndexOf("smean")]);
        Assert.DoesNotContain("smean", parts.Names);
        Assert.DoesNotContain("rate", parts.Names);
    }

    [Fact]
    public void Of_the_sequence_numbers_only_their_presence_is_kept()
    {
        FeatureMatrix taken = FlowParts.Of(Table).Take(Table);
        int column = taken.Names.IndexOf("stcpb");
        Assert.Equal([0, 1], Enumerable.Range(0, 40).Select(r => taken[r, column]).Distinct().Order());
    }

    [Fact]
    public void A_text_not_known_from_training_and_a_missing_number_have_a_number_of_their_own()
    {
        var parts = FlowParts.Of(Table);
        FeatureMatrix strange = parts.Take(TestFlows.With(Table, "proto", "new")),
            missing = parts.Take(TestFlows.With(Table, "sloss", double.NaN));
        Assert.Equal(-1, strange[0, strange.Names.IndexOf("proto")]);
        Assert.Equal(-1, missing[0, missing.Names.IndexOf("sloss")]);
        AnomalyException refused = Assert.Throws<AnomalyException>(() =>
            parts.Take(TestFlows.With(Table, "sloss", double.PositiveInfinity)));
        Assert.Contains("'sloss'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_left_out_are_not_read()
    {
        var parts = FlowParts.Of(Table, ["sttl", "sbytes"]);
        Assert.DoesNotContain("sttl", parts.ViewNames);
        Assert.Contains("smean", parts.Names); // no longer follows from anything
        Assert.Equal(parts.Take(Table).Values, parts.Take(TestFlows.With(Table, "sbytes", 5)).Values);
    }
}
