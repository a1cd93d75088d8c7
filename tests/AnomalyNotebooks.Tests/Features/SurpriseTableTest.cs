namespace AnomalyNotebooks.Tests.Features;

public sealed class SurpriseTableTest
{
    // Eight rows: colour 1 six times, 2 twice; size 5 with colour 1, size 9 with colour 2.
    private static readonly FeatureMatrix Rows = new([1, 5, 1, 5, 1, 5, 1, 5, 1, 5, 1, 5, 2, 9, 2, 9], 8, ["colour", "size"]);
    private static readonly SurpriseTable Table = Count(new SurprisePlan(Rows.Names), Rows, new FlowRelation(["size"], [["colour"]]));

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
        var chain = new FlowRelation(["time"], []);
        FeatureMatrix asked = new([1.03f], 1, ["time"]);

        float rough = Count(new SurprisePlan(times.Names) { Continuous = new Dictionary<string, double> { ["time"] = 1 } }, times, chain)
            .Transform(asked)[0, 0];
        float exact = Count(new SurprisePlan(times.Names), times, chain).Transform(asked)[0, 0];
        Assert.Equal(-Math.Log(3.5 / 5), rough, 1e-6);
        Assert.Equal(-Math.Log(0.5 / 5), exact, 1e-6);
    }

    [Fact]
    public void Counters_are_compared_exactly_while_small_and_by_order_of_magnitude_when_large()
    {
        var counters = new FeatureMatrix([3, 4, 40, 44, -40], 5, ["count"]);
        SurpriseTable table = Count(new SurprisePlan(counters.Names) { IsCounter = column => column == "count" }, counters,
            new FlowRelation(["count"], []));
        FeatureMatrix surprise = table.Transform(new FeatureMatrix([3, 5, 42, -42], 4, ["count"]));

        Assert.Equal(-Math.Log(1.5 / 6), surprise[0, 0], 1e-6);
        Assert.Equal(-Math.Log(1.5 / 6), surprise[1, 0], 1e-6);
        Assert.Equal(-Math.Log(2.5 / 6), surprise[2, 0], 1e-6);
        Assert.Equal(-Math.Log(1.5 / 6), surprise[3, 0], 1e-6);
    }

    [Fact]
    public void Columns_that_are_not_there_are_left_out()
    {
        SurpriseTable table = Count(new SurprisePlan(Rows.Names), Rows,
            new FlowRelation(["size", "shape"], [["shape"], ["colour", "shape"]]), new FlowRelation(["shape"], []));
        Assert.Equal(["size at all", "size given colour"], table.Names);
    }

    [Fact]
    public void Counts_are_written_and_read_again_and_damaged_ones_are_refused()
    {
        var plan = new SurprisePlan(Rows.Names);
        plan.Add(new FlowRelation(["size"], [["colour"]], WithRarity: true));
        var table = SurpriseTable.Of(plan, Rows);
        byte[] bytes = table.ToBytes();
        Assert.Equal(table.Transform(Rows).Values, new SurpriseTable(plan, bytes).Transform(Rows).Values);
        foreach (int length in new[] { 0, 3, 11, 20, bytes.Length - 1 }) Assert.Throws<AnomalyException>(() =>
            new SurpriseTable(plan, bytes[..length]));
        Assert.Throws<AnomalyException>(() => new SurpriseTable(new SurprisePlan(Rows.Names), bytes));
    }

    [Fact]
    public void Counts_without_some_rows_are_those_of_the_other_rows()
    {
        var random = new SeededRandom(3);
        var rows = new FeatureMatrix([.. Enumerable.Range(0, 900).Select(i => (float)random.Next(i % 3 == 0 ? 4 : 30))], 300,
            ["colour", "size", "shape"]);
        var plan = new SurprisePlan(rows.Names);
        plan.Add(new FlowRelation(["size"], [["colour"], ["colour", "shape"]], WithRarity: true));
        var counts = new SurpriseCounts(plan, rows.Rows, SurpriseTable.Reader(rows));
        int[] leftOut = [.. Enumerable.Range(0, 300).Where(row => row is < 40 or > 200 and < 260)];

        Assert.Equal(SurpriseTable.Of(plan, rows.Take([.. Enumerable.Range(0, 300).Except(leftOut)])).ToBytes(),
            counts.Without(leftOut).ToBytes());
        Assert.Equal(SurpriseTable.Of(plan, rows).ToBytes(), counts.All().ToBytes());
    }

    private static SurpriseTable Count(SurprisePlan plan, FeatureMatrix rows, params FlowRelation[] chains)
    {
        foreach (FlowRelation chain in chains) plan.Add(chain);
        return SurpriseTable.Of(plan, rows);
    }

    private static void AssertRow(double[] shares, ReadOnlySpan<float> surprise)
    {
        for (int i = 0; i < shares.Length; i++) Assert.Equal(-Math.Log(shares[i]), surprise[i], 1e-6);
    }
}
