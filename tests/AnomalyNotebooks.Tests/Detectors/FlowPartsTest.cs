namespace AnomalyNotebooks.Tests.Detectors;

public sealed class FlowPartsTest
{
    [Fact]
    public void Taken_apart_and_put_together_a_flow_is_what_it_was()
    {
        FeatureMatrix flows = Raw(40);
        var parts = new FlowParts(flows.Names);
        FeatureMatrix view = parts.View(parts.Take(flows));

        foreach (string name in flows.Names.Except(["stcpb", "dtcpb"]))
        {
            int from = flows.Names.IndexOf(name), to = view.Names.IndexOf(name);
            for (int r = 0; r < flows.Rows; r++) Assert.Equal(flows[r, from], view[r, to], Math.Abs(flows[r, from]) * 1e-4f);
        }
    }

    [Fact]
    public void A_changed_part_takes_along_what_follows_from_it()
    {
        FeatureMatrix flows = Raw(10);
        var parts = new FlowParts(flows.Names);
        FeatureMatrix taken = parts.Take(flows);
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
        FeatureMatrix flows = Raw(40);
        var parts = new FlowParts(flows.Names);
        FeatureMatrix taken = parts.Take(flows);
        int column = taken.Names.IndexOf("stcpb");

        Assert.Equal([0, 1], Enumerable.Range(0, 40).Select(r => taken[r, column]).Distinct().Order());
    }

    [Fact]
    public void Columns_of_other_data_stay_as_they_are()
    {
        var other = new FeatureMatrix([1, 2, 3, 4], 2, ["height", "weight"]);
        var parts = new FlowParts(other.Names);

        Assert.Equal(other.Values, parts.View(parts.Take(other)).Values);
    }

    private static FeatureMatrix Raw(int count)
    {
        FlowTable flows = TestFlows.Make(count, 0);
        return FeaturePipeline.Raw.Fit(flows).Transform(flows);
    }
}
