using System.Text;

namespace AnomalyNotebooks.Tests.Flows;

/// <summary>Small files that would take a large machine, and separators that would lead out of a line.</summary>
public sealed class HostileFilesTest
{
    private const int Wide = 100_000;

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("zeek")]
    public void More_columns_than_anybody_has_are_refused_before_they_are_compared_with_each_other(string kind)
    {
        IEnumerable<string> names = Enumerable.Range(0, Wide).Select(i => $"c{i}").Prepend("proto");
        string text = kind switch
        {
            "json" => $"{{{string.Join(',', names.Select(name => $"\"{name}\":1"))}}}\n",
            "zeek" => $"#separator \\x09\n#fields\t{string.Join('\t', names)}\n{string.Join('\t', names)}\n",
            _ => $"{string.Join(',', names)}\n{string.Join(',', names.Select(_ => "1"))}\n",
        };
        byte[] content = Encoding.UTF8.GetBytes(text);
        Assert.Contains($"found {Wide + 1} fields; expected at most",
            Assert.Throws<FlowFormatException>(() => FlowReader.Read(content, "flows", null)).Message.Replace($"{Wide + 2}", $"{Wide + 1}",
                StringComparison.Ordinal), StringComparison.Ordinal);
        using FlowInput input = FlowInput.Of(content, "flows");
        Assert.Contains("fields; expected at most", Assert.Throws<FlowFormatException>(() => SchemaInference.Infer(input, "x", [])).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0a")]
    [InlineData("0d")]
    [InlineData("22")]
    [InlineData("30")]
    [InlineData("2e")]
    [InlineData("00")]
    [InlineData("ff")]
    public void A_separator_that_numbers_names_or_lines_are_made_of_is_refused(string code)
    {
        string text = $"#separator \\x{code}\n#fields   ts   proto\n1   tcp\n2   udp\r\n\r\n";
        Assert.Contains($"the separator \\x{code}", Assert.Throws<FlowFormatException>(() => FormatSamples.Read(text)).Message,
            StringComparison.Ordinal);
        string sign = System.Text.Json.JsonSerializer.Serialize($"{(char)Convert.ToByte(code, 16)}");
        string schema = $"{{\"name\":\"x\",\"delimiter\":{sign},\"columns\":[{{\"name\":\"a\",\"role\":\"count\"}}]}}";
        Assert.Contains("one ASCII character", Assert.Throws<AnomalyException>(() => FlowSchema.FromJson(schema)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_with_a_separator_of_its_own_is_read_and_gives_a_draft()
    {
        byte[] log = Encoding.UTF8.GetBytes(FormatSamples.Zeek.Replace("\\x09", "\\x7c", StringComparison.Ordinal).Replace('\t', '|'));
        Assert.Equal(FormatSamples.Read(FormatSamples.Zeek).Fingerprint(), FlowReader.Read(log, "conn.log", null).Fingerprint());
        using FlowInput input = FlowInput.Of(log, "conn.log");
        Assert.Contains("duration", SchemaInference.Infer(input, "conn", []).Schema.FeatureNames);
    }

    [Fact]
    public void Memory_follows_bytes_and_not_lines_times_columns()
    {
        const int lines = 500_000;
        string[] names = [.. Enumerable.Range(0, 2000).Select(i => $"c{i}")];
        var schema = new FlowSchema("wide", [.. names.Select(name => new FlowColumn(name, ColumnRole.Count))]);
        byte[] blank = Encoding.UTF8.GetBytes($"{string.Join(',', names)}\n{new string('\n', lines)}1"),
            empty = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{}\n", lines).Prepend("{\"c0\":1}\n")));
        long before = GC.GetTotalAllocatedBytes();
        Assert.Contains("an empty line", Assert.Throws<FlowFormatException>(() => FlowReader.Read(blank, "flows", schema)).Message,
            StringComparison.Ordinal);
        Assert.Contains("there are 2000 columns", Assert.Throws<FlowFormatException>(() => FlowReader.Read(empty, "flows", schema)).Message,
            StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 200 << 20);
    }

    [Fact]
    public void Of_many_values_never_seen_a_few_are_named_and_the_others_counted()
    {
        string[] lines = [.. Enumerable.Range(0, 2000).Select(i => FlowCsv.NormalLine.With("service", $"s{i:0000}"))];
        IReadOnlyList<string> warnings = FlowCsv.Read([FlowCsv.Header, .. lines]).Warnings;
        Assert.Contains("service 's0000' (1 flows) is not among the data set's values; it is kept.", warnings);
        Assert.Contains("service has 1992 more values that are not among the data set's; they are kept.", warnings);
        Assert.InRange(warnings.Count, 9, 20);
    }
}
