using System.IO.Compression;
using System.Text;
using static AnomalyNotebooks.Tests.Flows.FormatSamples;

namespace AnomalyNotebooks.Tests.Flows;

public sealed class FlowFormatsTest
{
    [Theory]
    [MemberData(nameof(FormatSamples.All), MemberType = typeof(FormatSamples))]
    public void A_known_format_is_told_by_its_first_lines_and_has_the_same_flows_as_gzip(string name, string text)
    {
        FlowTable flows = Read(text);
        Assert.Equal(name, flows.Schema.Name);
        Assert.Equal(2, flows.Count);

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true)) gzip.Write(Encoding.UTF8.GetBytes(text));
        FlowTable unpacked = FlowReader.Read(packed.ToArray(), "flows", null);
        Assert.Equal(flows.Fingerprint(), unpacked.Fingerprint());
        Assert.NotEqual(flows.Origin.Sha256, unpacked.Origin.Sha256);
        Assert.Equal(flows.Fingerprint(), FlowReader.Read(Encoding.UTF8.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal)),
            "flows", null, 100).Fingerprint());
    }

    [Fact]
    public void A_log_of_Zeek_has_numbers_flags_texts_and_missing_values()
    {
        FlowTable flows = Read(Zeek);
        Assert.Equal([1600000000.5, 1600000001.5], flows.Number("ts"));
        Assert.Equal([1.25, double.NaN], flows.Number("duration"));
        Assert.Equal([1, 0], flows.Number("local_orig"));
        Assert.Equal(["", "http"], flows.Category("service").Values);
        Assert.Equal([false, true], flows.IsAttack);
        Assert.Equal(["Malicious", "Normal"], flows.AttackCategory.Values);
        Assert.Equal([("service", 1), ("duration", 1), ("orig_bytes", 1), ("resp_bytes", 1)], flows.MissingValues());
        Assert.DoesNotContain("uid", flows.Schema.FeatureNames);
        Assert.Contains("'missed_bytes'", Assert.Single(flows.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_of_JSON_may_lack_what_has_no_value()
    {
        FlowTable flows = Read(ZeekJson);
        Assert.False(flows.IsLabelled);
        Assert.Equal([100, double.NaN], flows.Number("orig_bytes"));
        Assert.Equal([1, 0], flows.Number("local_orig"));
        Assert.Equal("80", flows.Category("id.resp_p")[0]);
        Assert.Equal(["Normal"], flows.AttackCategory.Values);
    }

    [Fact]
    public void Argus_tells_time_by_date_and_ports_in_hexadecimal()
    {
        FlowTable flows = Read(Argus);
        Assert.Equal(1525949567.283479, flows.Number("StartTime")[0], 1e-6);
        Assert.Equal(["53", "80"], flows.Category("Dport").Values);
        Assert.Equal(["Normal", "flow=From-Botnet-V42-UDP"], flows.AttackCategory.Values);
        Assert.Equal(["->", "<->"], flows.Category("Dir").Values);
        Assert.Equal([("Sport", 1), ("sTos", 1), ("dTos", 1)], flows.MissingValues());
    }

    [Fact]
    public void A_summary_after_the_flows_is_none_of_them() => Assert.Equal([1000, 60], Read(Nfdump).Number("ibyt"));

    [Fact]
    public void Raw_files_need_no_header_and_a_wrong_one_is_passed_over()
    {
        FlowTable flows = Read(RawUnsw);
        Assert.Equal("11", flows.Category("sport")[0]);
        Assert.Equal([double.NaN, 0], flows.Number("ct_ftp_cmd"));
        Assert.Equal(["Exploits", "Normal"], flows.AttackCategory.Values);
        Assert.Equal([false, true], flows.IsAttack);
        string wrong = string.Join(',', Enumerable.Range(1, 49).Select(i => $"column{i}")) + "\n";
        Assert.Equal(flows.Fingerprint(), Read(wrong + RawUnsw, FlowSchema.Named("unsw-nb15-raw")).Fingerprint());
        string header = string.Join(',', FlowSchema.Named("unsw-nb15-raw").Layout.Fields.Select(name => name == "smean" ? "Smeansz"
            : name.ToUpperInvariant()));
        Assert.Equal(flows.Fingerprint(), Read(header.Replace("CT_SRC_LTM", "ct_src_ ltm", StringComparison.Ordinal) + "\n" + RawUnsw)
            .Fingerprint());
    }

    [Theory]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    public void Any_delimiter_will_do(char delimiter)
    {
        string text = string.Join('\n', FlowCsv.Header, FlowCsv.NormalLine, FlowCsv.AttackLine);
        Assert.Equal(Read(text).Fingerprint(), Read(text.Replace(',', delimiter)).Fingerprint());
    }

    [Fact]
    public void Columns_of_ones_own_need_a_schema_and_a_value_that_does_not_fit_is_named()
    {
        var schema = new FlowSchema("mine", [new("bytes", ColumnRole.Size, "bytes"), new("kind", ColumnRole.Category)]);
        FlowTable flows = Read("kind,bytes,more\na,1,x\nb,-,y\n", schema);
        Assert.Equal([1, double.NaN], flows.Number("bytes"));
        Assert.Contains("'more'", Assert.Single(flows.Warnings), StringComparison.Ordinal);
        Assert.Contains("anomaly schema infer", Assert.Throws<FlowFormatException>(() => Read("kind,bytes\na,1\n")).Message,
            StringComparison.Ordinal);
        FlowFormatException error = Assert.Throws<FlowFormatException>(() => Read("kind,bytes\na,1\nb,many\n", schema));
        Assert.Equal("flows, line 3, column 'bytes': found 'many'; expected a number.", error.Message);
    }

    [Theory]
    [InlineData("#separator \\x09\n#path\tconn\n1\t2\n", "without a '#fields' line")]
    [InlineData("{\"ts\":1", "no JSON object on one line")]
    [InlineData("{\"a\":1}\n", "an object of no known format")]
    [InlineData("{\"ts\":1,\"proto\":\"tcp\",\"duration\":\"x\"}\n", "column 'duration': found 'x'; expected a number")]
    [InlineData("{\"ts\":1,\"proto\":\"tcp\",\"duration\":[1]}\n", "column 'duration': found a list or an object")]
    [InlineData("{\"ts\":1,\"proto\":\"tcp\",\"duration\":1}\n{\"ts\":1} x\n", "line 2: found no JSON")]
    public void What_is_wrong_is_said(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FlowFormatException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Numbers_with_a_fraction_where_they_should_be_whole_are_counted() => Assert.Contains(
        "column 'sbytes' holds 1 numbers with a fraction, where it should be whole.",
        FlowCsv.Read(FlowCsv.Header, FlowCsv.NormalLine.With("sbytes", "1.5"), FlowCsv.NormalLine).Warnings);

    [Fact]
    public void A_number_is_not_followed_by_a_zero_byte() =>
        Assert.Equal("'0?'", FlowCsv.ErrorOf(FlowCsv.Header, FlowCsv.NormalLine.With("dur", "0\0")).Found);

    [Fact]
    public void A_name_from_a_file_reaches_no_terminal_unescaped()
    {
        FlowFormatException error = FlowCsv.ErrorOf(FlowCsv.Header + ",\u001b[31m" + new string('x', 500), FlowCsv.NormalLine + ",1");
        Assert.DoesNotContain('\u001b', error.Message);
        Assert.True(error.Message.Length < 300, error.Message);
    }

    [Fact]
    public void A_line_without_end_is_refused_before_memory_runs_out()
    {
        using var endless = new EndlessStream();
        var blocks = new LineBlocks(endless, "flows", 1000);
        Assert.Contains("a line of more than", Assert.Throws<FlowFormatException>(() => blocks.Next()).Message, StringComparison.Ordinal);
        Assert.InRange(endless.Given, LineBlocks.LongestLine, 4 * LineBlocks.LongestLine);
    }

    [Fact]
    public void What_is_no_file_is_refused_without_waiting()
    {
        Assert.Contains("no such file", Assert.Throws<AnomalyException>(() => FlowTable.Load("nowhere.csv")).Message,
            StringComparison.Ordinal);
        Assert.Contains("a folder", Assert.Throws<AnomalyException>(() => FlowTable.Load(Path.GetTempPath())).Message,
            StringComparison.Ordinal);
        if (!OperatingSystem.IsLinux()) return;
        Assert.Contains("device", Assert.Throws<FlowFormatException>(() => FlowTable.Load("/dev/zero")).Message, StringComparison.Ordinal);
        string pipe = Path.Combine(Path.GetTempPath(), $"pipe{Environment.ProcessId}");
        using System.Diagnostics.Process made = System.Diagnostics.Process.Start("mkfifo", pipe);
        made.WaitForExit();
        try
        {
            Assert.Contains("pipe", Assert.Throws<FlowFormatException>(() => FlowTable.Load(pipe)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(pipe);
        }
    }

    [Fact]
    public void A_row_takes_at_most_200_bytes()
    {
        FlowTable flows = RealData.Require();
        Assert.InRange(flows.Bytes / (double)flows.Count, 50, 200);
    }

    private sealed class EndlessStream : MemoryStream
    {
        public long Given { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)'x');
            Given += count;
            return count;
        }
    }
}
