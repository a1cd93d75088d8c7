using System.Globalization;
using System.Text;

namespace AnomalyNotebooks.Tests.Flows;

/// <summary>What people's files look like, and what is made of them.</summary>
public sealed class SchemaInferenceTest
{
    private const string Header = "time,src_ip,src_port,proto,duration,bytes,packets,Attack Label";

    [Theory]
    [InlineData("as it should be", ",", "\n", "")]
    [InlineData("byte order mark", ",", "\n", "\uFEFF")]
    [InlineData("CRLF", ",", "\r\n", "")]
    [InlineData("semicolons", ";", "\n", "")]
    [InlineData("bars", "|", "\n", "")]
    [InlineData("tabs", "\t", "\n", "")]
    public void A_file_of_any_layout_gives_the_same_columns(string layout, string delimiter, string lineEnd, string start)
    {
        string text = start + string.Join(lineEnd, Lines()).Replace(",", delimiter, StringComparison.Ordinal);
        (FlowSchema schema, IReadOnlyList<string> notes) = Infer(text);
        Assert.True(schema.FeatureNames is ["proto", "duration", "bytes", "packets"], $"{layout}: {string.Join(' ', schema.FeatureNames)}");
        Assert.Equal(["Attack Label"], schema.LabelColumns);
        Assert.Contains(notes, note => note.StartsWith("src_port: an identifier", StringComparison.Ordinal));
        FlowTable flows = Read(text, schema);
        Assert.Equal(20, flows.IsAttack.Count(attack => attack));
        Assert.Equal(0.5, flows.Number("duration")[1]);
    }

    [Fact]
    public void A_decimal_comma_is_read_as_a_point()
    {
        string text = "duration;bytes;kind\n" + string.Join('\n', Enumerable.Range(0, 100).Select(i => $"{i % 7},{i % 5};{i};a{i % 3}"));
        (FlowSchema schema, IReadOnlyList<string> notes) = Infer(text);
        Assert.Contains(notes, note => note.Contains("decimal comma", StringComparison.Ordinal));
        Assert.Equal(0.5, Read("duration;bytes\n0,5;1\n-1,25;2\n1.5;3\n", new FlowSchema("own",
            [new("duration", ColumnRole.Number), new("bytes", ColumnRole.Size)], FlowLabels.None, FlowRules.None, schema.Layout))
            .Number("duration")[0]);
        Assert.Equal(ColumnRole.Duration, schema.Find("duration").Role);
        Assert.Equal(schema.ToJson(), FlowSchema.FromJson(schema.ToJson()).ToJson());
        Assert.Contains("\"decimal\": \",\"", schema.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_of_one_name_are_read_once_and_told_about()
    {
        string text = string.Join('\n', Lines().Select((line, i) => line + (i == 0 ? ",bytes" : ",7")));
        (FlowSchema schema, IReadOnlyList<string> notes) = Infer(text);
        Assert.Contains("bytes: 2 columns of this name; the first is read.", notes);
        FlowTable flows = Read(text, schema);
        Assert.Equal(107, flows.Number("bytes")[0]);
        Assert.Contains("'bytes' more than once", Assert.Single(flows.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_among_numbers_and_an_infinite_rate_are_named()
    {
        string text = string.Join('\n', Lines()).Replace(",0.5,117,", ",0.5,abc,", StringComparison.Ordinal);
        (FlowSchema schema, IReadOnlyList<string> notes) = Infer(text.Replace(",127,", ",Infinity,", StringComparison.Ordinal));
        Assert.Contains(notes, note => note.StartsWith("bytes: numbers, but for 'abc' (1 flow)", StringComparison.Ordinal));
        Assert.Contains("bytes: Infinity is read as a missing value.", notes);
        Assert.Equal(ColumnRole.Size, schema.Find("bytes").Role);
    }

    [Fact]
    public void Without_a_header_columns_are_counted_and_without_normals_it_is_said()
    {
        (FlowSchema schema, IReadOnlyList<string> notes) = Infer(string.Join('\n', Lines().Skip(1)));
        Assert.Contains(notes, note => note.StartsWith("no header", StringComparison.Ordinal));
        Assert.Equal("column1", schema.Columns[0].Name);
        (_, notes) = Infer(string.Join('\n', Lines().Where((line, i) => i == 0 || line.EndsWith("Scan", StringComparison.Ordinal))));
        Assert.Contains(notes, note => note.StartsWith("Attack Label: no value looks like normal traffic", StringComparison.Ordinal));
    }

    [Fact]
    public void The_difficulty_of_NSL_KDD_is_no_feature()
    {
        string line = FormatSamples.NslKdd.Split('\n')[0];
        Assert.Equal(43, line.Split(',').Length);
        (FlowSchema schema, IReadOnlyList<string> notes) = Infer(string.Join('\n', Enumerable.Range(0, 50).Select(i =>
            line[..line.LastIndexOf(',')] + FormattableString.Invariant($",{i % 22}"))));
        Assert.DoesNotContain("difficulty", schema.FeatureNames);
        Assert.Contains(notes, note => note.StartsWith("difficulty: no feature", StringComparison.Ordinal));
    }

    [Fact]
    public void The_labels_of_IoT_23_stand_behind_three_spaces()
    {
        string text = FormatSamples.Zeek.Replace("\tlabel", "\ttunnel_parents   label   detailed-label", StringComparison.Ordinal)
            .Replace("\tBenign", "\t(empty)   Benign   -", StringComparison.Ordinal)
            .Replace("\tMalicious", "\t(empty)   Malicious   C&C", StringComparison.Ordinal);
        FlowTable flows = FormatSamples.Read(text);
        Assert.Equal([false, true], flows.IsAttack);
        Assert.Equal("C&C", flows.Category("detailedlabel")[1]);
        Assert.Equal(["label"], Infer(text).Schema.LabelColumns);
    }

    [Fact]
    public void A_time_of_day_is_seconds_since_midnight()
    {
        FlowTable flows = FormatSamples.Read(FormatSamples.Argus.Replace("2018/05/10 10", "10", StringComparison.Ordinal));
        Assert.Equal((((10 * 60) + 52) * 60) + 47.283479, flows.Number("StartTime")[0], 1e-6);
    }

    [Theory]
    [MemberData(nameof(ForeignFiles.All), MemberType = typeof(ForeignFiles))]
    public void The_label_of_a_data_set_is_found_and_what_names_or_leaks_is_left_out(string file, string labels, string leftOut)
    {
        string text = ForeignFiles.Text(file);
        (FlowSchema schema, _) = Infer(text);
        Assert.Equal(labels.Split(' '), schema.LabelColumns);
        Assert.Empty(leftOut.Split('|').Intersect(schema.FeatureNames));
        FlowTable flows = Read(text, schema);
        Assert.Equal(ForeignFiles.Rows, flows.Count);
        Assert.Equal(ForeignFiles.Attacks, flows.IsAttack.Count(attack => attack));
        Assert.Equal(schema.ToJson(), FlowSchema.FromJson(schema.ToJson()).ToJson());
    }

    [Fact]
    public void A_column_of_0_and_1_behind_numbers_is_the_label_unless_it_is_said_to_be_none()
    {
        string text = ForeignFiles.Text("numbers");
        (FlowSchema schema, IReadOnlyList<string> notes) = Infer(text);
        Assert.Contains(notes, note => note.StartsWith("outcome: taken for the label", StringComparison.Ordinal));
        Assert.Contains("outcome", Infer(text, "none").Schema.FeatureNames);
        Assert.Equal(["v0"], Infer(ForeignFiles.Text("numbers").Replace("v0", "v0", StringComparison.Ordinal), "v0").Schema.LabelColumns);
        Assert.Contains("no column 'x' to be the label", Assert.Throws<AnomalyException>(() => Infer(text, "x")).Message,
            StringComparison.Ordinal);
        Assert.Equal(["outcome"], schema.LabelColumns);
    }

    [Fact]
    public void Texts_that_are_not_UTF_8_are_read_as_Latin_1_and_told_about()
    {
        string text = ForeignFiles.Text("CICFlowMeter").Replace("PortScan", "Web Attack \u0096 XSS", StringComparison.Ordinal);
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        using FlowInput input = FlowInput.Of(bytes, "own.csv");
        FlowTable flows = FlowReader.Read(bytes, "own.csv", SchemaInference.Infer(input, "own", []).Schema);
        Assert.Contains("Web Attack \u0096 XSS", flows.AttackCategory.Values);
        Assert.Contains(flows.Warnings, warning => warning.Contains("not UTF-8", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(",class")]
    [InlineData(",labels")]
    public void A_label_of_NSL_KDD_under_another_name_is_still_the_label(string name)
    {
        string header = string.Join(',', FlowSchema.Named("nsl-kdd").Layout.Fields.Take(41)) + name;
        FlowTable flows = FormatSamples.Read(header + "\n" + FormatSamples.NslKdd.Replace(",20\n", ".\n", StringComparison.Ordinal)
            .Replace(",21\n", "\n", StringComparison.Ordinal));
        Assert.Equal([false, true], flows.IsAttack);
    }

    private static (FlowSchema Schema, IReadOnlyList<string> Notes) Infer(string text, string? label = null)
    {
        using FlowInput input = FlowInput.Of(Encoding.UTF8.GetBytes(text), "own.csv");
        return SchemaInference.Infer(input, "own", [], label);
    }

    private static FlowTable Read(string text, FlowSchema schema) => FlowReader.Read(Encoding.UTF8.GetBytes(text), "own.csv", schema);

    private static IEnumerable<string> Lines() => Enumerable.Range(0, 200).Select(i => string.Create(CultureInfo.InvariantCulture,
        $"2026-01-01 00:00:{i % 60:00},10.0.0.{i % 9},{20000 + i},{(i % 3 == 0 ? "tcp" : "udp")},{i % 7 * 0.5},{107 + (i * 10 % 990)},"
            + $"{i % 11},{(i % 10 == 9 ? "Port Scan" : "Benign")}"))
        .Prepend(Header);
}
