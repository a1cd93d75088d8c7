namespace AnomalyNotebooks.Tests.Flows;

public sealed class FlowSchemaJsonTest
{
    public static TheoryData<string> Names => [.. FlowSchema.KnownNames];

    [Theory]
    [MemberData(nameof(Names))]
    public void Written_and_read_a_schema_is_the_same(string name)
    {
        FlowSchema schema = FlowSchema.Named(name);
        string json = schema.ToJson();
        Assert.Equal(json, FlowSchema.FromJson(json).ToJson());
        Assert.Equal(schema.FeatureNames, FlowSchema.FromJson(json).FeatureNames);
        Assert.All(json.Split('\n'), line =>
            Assert.True(line.StartsWith("  \"fields\"", StringComparison.Ordinal) || line.Length < 1500, line));
    }

    [Theory]
    [InlineData("", "is no JSON")]
    [InlineData("[]", "the schema: found no object")]
    [InlineData("{}", "found no 'name'")]
    [InlineData("""{"name":5}""", "the schema, name: found Number; expected a text")]
    [InlineData("""{"name":"a","columns":[]}""", "no column that a model may read")]
    [InlineData("""{"name":"a","columns":[{"name":"b"}]}""", "the schema, columns[0]: found no 'role'")]
    [InlineData("""{"name":"a","columns":[{"name":"b","role":"hat"}]}""", "found role 'hat'; expected one of category, count")]
    [InlineData("""{"name":"a","columns":[{"name":"b","role":"count","hat":1}]}""", "found 'hat'")]
    [InlineData("""{"name":"a","columns":[{"name":"b","role":"count","feature":1}]}""",
        "columns[0], feature: found Number; expected true or false")]
    [InlineData("""{"name":"a","delimiter":"ab","columns":[{"name":"b","role":"count"}]}""", "one ASCII character")]
    [InlineData("""{"name":"a","columns":[{"name":"b","role":"count"}],"rules":{"context":["c"]}}""", "names column 'c'")]
    [InlineData("""{"name":"a","columns":[{"name":"b","role":"count"}],"rules":{"derivations":[{"column":"b","formula":"sum","inputs":["b"]}]}}""", "2 of formula sum")]
    [InlineData("""{"name":"\ud800","columns":[{"name":"b","role":"count"}]}""", "is no JSON")]
    public void What_is_wrong_is_said(string json, string message) =>
        Assert.Contains(message, Assert.Throws<AnomalyException>(() => FlowSchema.FromJson(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_unknown_name_lists_the_known_ones() =>
        Assert.Contains("zeek, argus", Assert.Throws<AnomalyException>(() => FlowSchema.Named("hat")).Message, StringComparison.Ordinal);
}
