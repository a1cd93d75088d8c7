namespace AnomalyNotebooks.Tests.Flows;

public sealed class FlowTableTest
{
    [Fact]
    public void Columns_in_memory_make_a_table_of_flows()
    {
        FlowTable flows = FlowTable.FromColumns(Numbers(3), Texts(" Normal", "DoS", "backdoors"));

        Assert.Equal(3, flows.Count);
        Assert.Equal([false, true, true], flows.IsAttack);
        Assert.Equal(["Backdoor", "DoS", "Normal"], flows.AttackCategory.Values);
        Assert.Equal([1.5, 2.5, 3.5], flows.Number("dur"));
        Assert.Equal("tcp", flows.Category("proto")[2]);
        Assert.Equal("flows in memory, 3 flows", flows.Origin.Title);
    }

    [Fact]
    public void Equal_columns_have_equal_hashes_and_others_have_not()
    {
        Dictionary<string, double[]> changed = Numbers(2);
        changed["dur"][1] += 1;

        string hash = FlowTable.FromColumns(Numbers(2), Texts("Normal", "DoS")).Origin.Sha256;

        Assert.Equal(hash, FlowTable.FromColumns(Numbers(2), Texts("Normal", "DoS")).Origin.Sha256);
        Assert.NotEqual(hash, FlowTable.FromColumns(changed, Texts("Normal", "DoS")).Origin.Sha256);
        Assert.NotEqual(hash, FlowTable.FromColumns(Numbers(2), Texts("Normal", "Worms")).Origin.Sha256);
    }

    [Fact]
    public void An_origin_that_is_given_is_kept()
    {
        var origin = new FlowOrigin("synthetic sample", null, "00", IsSynthetic: true);

        Assert.Same(origin, FlowTable.FromColumns(Numbers(1), Texts("Normal"), origin).Origin);
    }

    [Fact]
    public void A_missing_column_a_wrong_length_a_NaN_and_an_empty_text_are_named()
    {
        Dictionary<string, double[]> missing = Numbers(2), shorter = Numbers(2), nan = Numbers(2);
        missing.Remove("sbytes");
        shorter["sbytes"] = [1];
        nan["sbytes"][1] = double.NaN;

        Assert.Contains("'sbytes' is missing", Message(missing, Texts("Normal", "DoS")), StringComparison.Ordinal);
        Assert.Contains("'sbytes' has 1 values, attack_cat has 2", Message(shorter, Texts("Normal", "DoS")), StringComparison.Ordinal);
        Assert.Contains("'sbytes', row 1 (counted from 0): found NaN", Message(nan, Texts("Normal", "DoS")), StringComparison.Ordinal);
        Assert.Contains("'attack_cat', row 1 (counted from 0): found no text", Message(Numbers(2), Texts("Normal", null)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Values_may_be_missing_where_the_schema_knows_missing_values()
    {
        var schema = new FlowSchema("mine", [new("bytes", ColumnRole.Size), new("kind", ColumnRole.Category)]);
        FlowTable flows = FlowTable.FromColumns(new Dictionary<string, double[]> { ["bytes"] = [1, double.NaN] },
            new Dictionary<string, string?[]> { ["kind"] = [null, "a"] }, schema: schema);
        Assert.Equal([("bytes", 1), ("kind", 1)], flows.MissingValues());
        Assert.Contains("finite", Assert.Throws<AnomalyException>(() => FlowTable.FromColumns(
            new Dictionary<string, double[]> { ["bytes"] = [double.PositiveInfinity] },
            new Dictionary<string, string?[]> { ["kind"] = ["a"] }, schema: schema)).Message, StringComparison.Ordinal);
    }

    private static string Message(Dictionary<string, double[]> numbers, Dictionary<string, string?[]> texts) =>
        Assert.Throws<AnomalyException>(() => FlowTable.FromColumns(numbers, texts)).Message;

    private static Dictionary<string, double[]> Numbers(int count) =>
        FlowSchema.UnswNb15.NumericFeatures.ToDictionary(name => name, _ => Enumerable.Range(1, count).Select(row => row + 0.5).ToArray());

    private static Dictionary<string, string?[]> Texts(params string?[] attacks) => new()
    {
        ["proto"] = [.. attacks.Select(_ => "tcp")],
        ["service"] = [.. attacks.Select(_ => "-")],
        ["state"] = [.. attacks.Select(_ => "FIN")],
        ["attack_cat"] = attacks,
    };
}
