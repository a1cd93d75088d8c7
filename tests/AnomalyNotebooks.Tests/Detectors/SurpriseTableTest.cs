namespace AnomalyNotebooks.Tests.Detectors;

public sealed class SurpriseTableTest
{
    // Eight rows: colour 1 six times, 2 twice; size 5 with colour 1, size 9 with colour 2.
    private static readonly FeatureMatrix Rows = new([1, 5, 1, 5, 1, 5, 1, 5, 1, 5, 1, 5, 2, 9, 2, 9], 8, ["colour", "size"]);
    private static readonly SurpriseTable Table = new(Rows, [new FlowRelation(["size"], [["colour"]])], new Dictionary<string, double>());

    [Fact]
    public void Surprises_are_minus_the_logarithm_of_the_share_leaning_on_the_wider_one()
    {
        FeatureMatrix surprise = Table.Transform(new FeatureMatrix([1, 5, 1, 9, 2, 7], 3, Rows.Names));

        Assert.Equal(["size at all", "size given colour"], Table.Names);
        AssertRow([6.5 / 9, (6 + (2 * 6.5 / 9)) / 8], surprise.Row(0));
        AssertRow([2.5 / 9, (0 + (2 * 2.5 / 9)) / 8], surprise.Row(1));
        AssertRow([0.5 / 9, (0 + (2 * 0.5 / 9)) / 4], surprise.Row(2));
    }

    [Fact]
    public void Measured_numbers_are_compared_roughly_and_counts_exactly()
    {
        var times = new FeatureMatrix([1.00f, 1.01f, 1.02f, 50], 4, ["time"]);
        FlowRelation[] chain = [new(["time"], [])];
        FeatureMatrix asked = new([1.03f], 1, ["time"]);

        float rough = new SurpriseTable(times, chain, new Dictionary<string, double> { ["time"] = 1 }).Transform(asked)[0, 0];
        float exact = new SurpriseTable(times, chain, new Dictionary<string, double>()).Transform(asked)[0, 0];
        Assert.Equal(-Math.Log(3.5 / 5), rough, 1e-6);
        Assert.Equal(-Math.Log(0.5 / 5), exact, 1e-6);
    }

    [Fact]
    public void Counters_are_compared_exactly_while_small_and_by_order_of_magnitude_when_large()
    {
        var counters = new FeatureMatrix([3, 4, 40, 44, -40], 5, ["count"]);
        var table = new SurpriseTable(counters, [new FlowRelation(["count"], [])], new Dictionary<string, double>(), column => column == "count");
        FeatureMatrix surprise = table.Transform(new FeatureMatrix([3, 5, 42, -42], 4, ["count"]));

        Assert.Equal(-Math.Log(1.5 / 6), surprise[0, 0], 1e-6);
        Assert.Equal(-Math.Log(1.5 / 6), surprise[1, 0], 1e-6);
        Assert.Equal(-Math.Log(2.5 / 6), surprise[2, 0], 1e-6);
        Assert.Equal(-Math.Log(1.5 / 6), surprise[3, 0], 1e-6);
    }

    [Fact]
    public void Columns_that_are_not_there_are_left_out()
    {
        var table = new SurpriseTable(Rows, [new FlowRelation(["size", "shape"], [["shape"], ["colour", "shape"]]), new FlowRelation(["shape"], [])], new Dictionary<string, double>());
        Assert.Equal(["size at all", "size given colour"], table.Names);
    }

    private static void AssertRow(double[] shares, ReadOnlySpan<float> surprise)
    {
        for (int i = 0; i < shares.Length; i++) Assert.Equal(-Math.Log(shares[i]), surprise[i], 1e-6);
    }
}
