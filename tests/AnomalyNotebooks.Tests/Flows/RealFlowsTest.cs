namespace AnomalyNotebooks.Tests.Flows;

/// <summary>Facts of the real file, counted by other programs too.</summary>
public sealed class RealFlowsTest
{
    [Fact]
    public void Each_category_has_its_known_number_of_flows()
    {
        FlowTable flows = RealData.Require();
        var expected = new Dictionary<string, int>
        {
            ["Normal"] = 37_000, ["Generic"] = 18_871, ["Exploits"] = 11_132, ["Fuzzers"] = 6_062, ["DoS"] = 4_089,
            ["Reconnaissance"] = 3_496, ["Analysis"] = 677, ["Backdoor"] = 583, ["Shellcode"] = 378, ["Worms"] = 44,
        };
        Assert.Equal(82_332, flows.Count);
        Assert.Equal(FlowSchema.UnswNb15.AttackCategories, flows.AttackCategory.Values);
        Assert.Equal(expected, flows.AttackCategory.Values.ToDictionary(category => category, category => flows.RowsOf(category).Length));
        Assert.Equal(37_000, flows.NormalRows().Length);
        Assert.Equal(45_332, flows.AttackRows().Length);
        Assert.Equal(131, flows.Category("proto").Values.Count);
        Assert.Equal(13, flows.Category("service").Values.Count);
        Assert.Equal(7, flows.Category("state").Values.Count);
    }

    [Fact]
    public void Its_origin_names_the_partition_by_its_rows()
    {
        FlowOrigin origin = RealData.Require().Origin;
        Assert.Equal(FlowPartition.OfficialTesting, origin.Partition);
        Assert.Equal("UNSW-NB15, 82,332 flows", origin.Title);
        Assert.Matches("^[0-9a-f]{64}$", origin.Sha256);
        Assert.False(origin.IsSynthetic);
    }

    [Fact]
    public void As_many_rows_repeat_another_as_is_known()
    {
        FlowTable flows = RealData.Require();
        Assert.Equal(28_386, Repeats(flows, [.. Enumerable.Range(0, flows.Count)]));
        Assert.Equal(2_794, Repeats(flows, flows.NormalRows()));
        Assert.Equal(25_586, Repeats(flows, flows.AttackRows()));
    }

    [Theory]
    [InlineData("dur", 1.0067561, 4.710444)]
    [InlineData("sbytes", 7993.908165, 171642.2625)]
    [InlineData("sttl", 180.967667, 101.513358)]
    [InlineData("stcpb", 1084641553, 1390860129)]
    [InlineData("ct_dst_src_ltm", 7.45636, 11.415191)]
    public void Means_and_deviations_are_those_that_pandas_finds(string name, double mean, double deviation)
    {
        double[] values = RealData.Require().Number(name);
        double average = values.Average();
        Assert.Equal(mean, average, mean * 1e-6);
        Assert.Equal(deviation, Math.Sqrt(values.Sum(x => (x - average) * (x - average)) / (values.Length - 1)), deviation * 1e-6);
    }

    private static int Repeats(FlowTable flows, int[] rows)
    {
        double[][] numbers = [.. FlowSchema.UnswNb15.NumericFeatures.Select(flows.Number)];
        CategoryColumn[] texts = [.. FlowSchema.UnswNb15.CategoryFeatures.Select(flows.Category)];
        var distinct = rows.Select(row =>
            string.Join(',', numbers.Select(column => column[row]).Concat(texts.Select(column => (double)column.Codes[row]))));
        return rows.Length - distinct.Distinct().Count();
    }
}
