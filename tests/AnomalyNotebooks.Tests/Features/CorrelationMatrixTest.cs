using System.Text.Json;

namespace AnomalyNotebooks.Tests.Features;

public class CorrelationMatrixTest
{
    private static readonly FlowTable Small = SmallFlows.Of(
        [("up", [1, 2, 3, 4, 5]), ("down", [10, 8, 6, 4, 2]), ("square", [1, 4, 9, 16, 25]), ("constant", [7, 7, 7, 7, 7])],
        [("proto", ["a", "b", "b", "c", "c"])],
        [false, false, true, true, true]);

    [Fact]
    public void Straight_lines_have_coefficients_of_one_and_minus_one()
    {
        CorrelationMatrix matrix = CorrelationMatrix.Pearson(Small, ["up", "down", "square"]);
        Assert.Equal(-1, matrix["up", "down"], 1e-15);
        Assert.Equal(1, matrix["up", "up"]);
        Assert.Equal(60 / Math.Sqrt(10 * 374), matrix["square", "up"], 1e-15); // sums of products about the means 3 and 11
    }

    [Fact]
    public void Spearman_sees_a_rising_curve_as_a_line() =>
        Assert.Equal(1, CorrelationMatrix.Spearman(Small, ["up", "square"])["up", "square"], 1e-15);

    [Fact]
    public void A_constant_column_has_no_coefficient()
    {
        CorrelationMatrix matrix = CorrelationMatrix.Pearson(Small, ["up", "constant"]);
        Assert.True(double.IsNaN(matrix["up", "constant"]));
        Assert.True(double.IsNaN(matrix["constant", "constant"]));
        Assert.Equal(["up"], matrix.MostCorrelatedWith("up", 5));
        Assert.Empty(matrix.DropAbove(0.5));
    }

    [Fact]
    public void Labels_are_targets_and_not_columns()
    {
        Assert.Contains("targets", Assert.Throws<AnomalyException>(() => CorrelationMatrix.Pearson(Small, ["up", "label"])).Message,
            StringComparison.Ordinal);
        Assert.Contains("no label", Assert.Throws<AnomalyException>(() => CorrelationMatrix.Pearson(Small, ["up"], ["down"])).Message,
            StringComparison.Ordinal);
        Assert.Equal(0.8660254, CorrelationMatrix.Pearson(Small, ["up"], ["label"])["up", "label"], 1e-7);
    }

    [Fact]
    public void Most_correlated_falls_and_begins_with_the_target()
    {
        CorrelationMatrix matrix = CorrelationMatrix.Pearson(Small, ["down", "square", "proto", "up"]);
        Assert.Equal(["up", "square", "proto"], matrix.MostCorrelatedWith("up", 3));
        Assert.Equal(["up", "down"], matrix.MostCorrelatedWith("up", 2, absolute: true));
    }

    [Fact]
    public void Of_a_pair_above_the_limit_the_later_column_goes_and_the_reason_is_named()
    {
        (string Name, string BecauseOf, double Correlation)[] dropped =
            [.. CorrelationMatrix.Pearson(Small, ["up", "square", "down"]).DropAbove(0.99)];
        Assert.Equal(("down", "up"), (dropped.Single().Name, dropped.Single().BecauseOf));
    }

    [Fact]
    public void Taking_columns_keeps_their_coefficients()
    {
        CorrelationMatrix all = CorrelationMatrix.Pearson(Small, ["up", "square", "proto"]), some = all.Take(["proto", "up"]);
        Assert.Equal(all["up", "proto"], some[0, 1]);
        Assert.Equal(some[1, 0], some.ToGrid()[1, 0]);
    }

    [Fact]
    public void Fewer_than_two_rows_and_unknown_columns_are_refused()
    {
        Assert.Throws<AnomalyException>(() => CorrelationMatrix.Pearson(Small.Take([0]), ["up"]));
        Assert.Throws<AnomalyException>(() => CorrelationMatrix.Pearson(Small, ["up"])["up", "nowhere"]);
    }

    [Theory, InlineData(2), InlineData(7), InlineData(255), InlineData(257), InlineData(5000)]
    public void Blocks_lanes_and_parts_add_up_to_the_plain_formula(int rows)
    {
        var random = new SeededRandom((ulong)rows);
        (string Name, double[] Values)[] columns = [.. Enumerable.Range(0, 7)
            .Select(c => ($"c{c}", Enumerable.Range(0, rows).Select(_ => 1e4 + random.NextGaussian()).ToArray()))];
        CorrelationMatrix matrix = CorrelationMatrix.Pearson(SmallFlows.Of(columns), [.. columns.Select(column => column.Name)]);
        foreach ((string a, double[] x) in columns)
            foreach ((string b, double[] y) in columns) Assert.Equal(Plain(x, y), matrix[a, b], 1e-12);
    }

    [Fact]
    public void On_the_real_file_every_coefficient_agrees_with_pandas()
    {
        FlowTable flows = RealData.Require();
        JsonElement pandas = Fixture.Read("Features", "correlations");
        Agrees(pandas, "pearson", CorrelationMatrix.Pearson(flows, targets: ["attack_cat", "label"]));
        Agrees(pandas, "spearman", CorrelationMatrix.Spearman(flows, targets: ["attack_cat", "label"]));
    }

    [Fact]
    public void On_the_real_file_it_finds_what_the_reference_project_found()
    {
        CorrelationMatrix matrix = CorrelationMatrix.Pearson(RealData.Require(), targets: ["attack_cat", "label"]);
        Assert.Equal(
            ["attack_cat", "proto", "dload", "swin", "dwin", "dtcpb", "stcpb", "sinpkt", "is_sm_ips_ports", "synack"],
            matrix.MostCorrelatedWith("attack_cat", 10));
        Assert.Equal(["dbytes", "sloss", "dloss", "ct_ftp_cmd", "ct_srv_dst"], matrix.DropAbove(0.97).Select(column => column.Name));
    }

    private static void Agrees(JsonElement pandas, string method, CorrelationMatrix matrix)
    {
        Assert.Equal(pandas.GetProperty("columns").EnumerateArray().Select(name => name.GetString()!), matrix.Names);
        double[] expected = pandas.Doubles(method);
        int next = 0;
        for (int a = 0; a < matrix.Names.Count; a++)
            for (int b = a + 1; b < matrix.Names.Count; b++) Assert.Equal(expected[next++], matrix[a, b], 1e-12);
    }

    private static double Plain(double[] x, double[] y)
    {
        double meanX = x.Average(), meanY = y.Average();
        double Sum(double[] a, double meanA, double[] b, double meanB) => a.Zip(b, (p, q) => (p - meanA) * (q - meanB)).Sum();
        return Sum(x, meanX, y, meanY) / Math.Sqrt(Sum(x, meanX, x, meanX) * Sum(y, meanY, y, meanY));
    }
}
