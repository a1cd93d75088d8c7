using static AnomalyNotebooks.Tests.Flows.FlowCsv;

namespace AnomalyNotebooks.Tests.Flows;

public sealed class FlowCsvReaderTest
{
    [Fact]
    public void A_small_file_is_read_into_columns()
    {
        FlowTable flows = Read(Header, NormalLine, AttackLine, NormalLine.With("proto", "sctp"));

        Assert.Equal(3, flows.Count);
        Assert.Equal([0.5, 0.000011, 0.5], flows.Number("dur"));
        Assert.Equal([34, 90909.0902, 34], flows.Number("rate"));
        Assert.Equal(["sctp", "tcp", "udp"], flows.Category("proto").Values);
        Assert.Equal([1, 2, 0], flows.Category("proto").Codes);
        Assert.Equal([false, true, false], flows.IsAttack);
        Assert.Equal("Generic", flows.AttackCategory[1]);
        Assert.Equal([0, 2], flows.NormalRows());
        Assert.Equal([1], flows.AttackRows());
        Assert.Equal([1], flows.RowsOf("Generic"));
        Assert.Empty(flows.RowsOf("Worms"));
        Assert.Equal("flows.csv, 3 flows", flows.Origin.Title);
        Assert.False(flows.Origin.IsSynthetic);
        Assert.Empty(flows.Warnings);
    }

    [Theory]
    [InlineData("\uFEFF", "\n", "\n")]
    [InlineData("", "\r\n", "\r\n")]
    [InlineData("\uFEFF", "\r\n", "")]
    [InlineData("", "\n", "")]
    [InlineData("", "\r\n", "\r\n\r\n\r\n")]
    [InlineData("", "\n", "\r")]
    public void Line_ends_and_byte_order_mark_change_nothing(string mark, string lineEnd, string last)
    {
        FlowTable flows = ReadText(mark + string.Join(lineEnd, Header, NormalLine, AttackLine) + last);
        Assert.Equal(2, flows.Count);
        Assert.Equal([100, 57], flows.Number("smean"));
        Assert.Equal([false, true], flows.IsAttack);
    }

    [Fact]
    public void An_id_another_order_and_upper_case_are_taken()
    {
        string[] names = Header.ToUpperInvariant().Split(','), values = NormalLine.Split(',');
        Array.Reverse(names);
        Array.Reverse(values);
        FlowTable flows = Read("id, " + string.Join(", ", names), "7," + string.Join(',', values));
        Assert.Equal([0.5], flows.Number("dur"));
        Assert.Equal("http", flows.Category("service")[0]);
    }

    [Fact]
    public void Quoted_fields_are_read_by_RFC_4180()
    {
        FlowTable flows = Read(Header, NormalLine.With("service", "\"a \"\"b\"\"\nc\"").With("dur", "\"1.25\""), AttackLine);
        Assert.Equal("a \"b\"\nc", flows.Category("service")[0]);
        Assert.Equal([1.25, 0.000011], flows.Number("dur"));
        Assert.Equal(2, flows.Count);
    }

    [Theory]
    [InlineData("0.1")]
    [InlineData("1e-5")]
    [InlineData("1.41E-05")]
    [InlineData("9007199254740993")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("0.000000000000000000000012345678901234567")]
    [InlineData("4.35")]
    [InlineData("5.")]
    [InlineData(".5")]
    [InlineData("+3")]
    [InlineData(" 7 ")]
    [InlineData("1.7976931348623157e308")]
    [InlineData("5e-324")]
    public void Numbers_are_the_nearest_doubles(string text) =>
        Assert.Equal(double.Parse(text, System.Globalization.CultureInfo.InvariantCulture), Read(Header, NormalLine.With("dur", text))
            .Number("dur")[0]);

    [Fact]
    public void Any_short_decimal_is_the_nearest_double()
    {
        var random = new SeededRandom(5);
        var texts = new List<string>();
        for (int i = 0; i < 20_000; i++)
        {
            string digits = (random.NextUInt64() >> random.Next(64)).ToString(System.Globalization.CultureInfo.InvariantCulture);
            int point = random.Next(digits.Length + 1);
            texts.Add(point == digits.Length ? digits : $"{digits[..point]}.{digits[point..]}");
        }

        double[] read = Read([Header, .. texts.Select(text => NormalLine.With("sload", text))]).Number("sload");
        Assert.Equal(texts.Select(text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture)), read);
    }

    [Fact]
    public void The_table_does_not_depend_on_the_size_of_the_chunks()
    {
        string[] services = ["-", "dns", "http", "ftp", "weird \u00fc"];
        string[] lines = [.. Enumerable.Range(0, 500)
            .Select(i => (i % 3 == 0 ? NormalLine : AttackLine).With("service", services[i * i % 5]).With("dur", $"{i}.25"))];
        byte[] content = System.Text.Encoding.UTF8.GetBytes(string.Join('\n', [Header, .. lines]));
        FlowTable whole = FlowReader.Read(content, "flows.csv", FlowSchema.UnswNb15);
        foreach (int chunkBytes in new[] { 1, 100, 1000, 10_000 })
        {
            FlowTable parts = FlowReader.Read(content, "flows.csv", FlowSchema.UnswNb15, chunkBytes);
            Assert.Equal(whole.Number("dur"), parts.Number("dur"));
            Assert.Equal(whole.Category("service").Values, parts.Category("service").Values);
            Assert.Equal(whole.Category("service").Codes, parts.Category("service").Codes);
            Assert.Equal(whole.AttackCategory.Codes, parts.AttackCategory.Codes);
            Assert.Equal(whole.Warnings, parts.Warnings);
        }
    }

    [Fact]
    public void Spellings_of_attack_categories_are_normalised()
    {
        FlowTable flows = Read(Header, NormalLine.With("attack_cat", "normal"), AttackLine.With("attack_cat", "Backdoors"),
            AttackLine.With("attack_cat", " Fuzzers "), AttackLine.With("attack_cat", "Backdoor"));
        Assert.Equal(["Backdoor", "Fuzzers", "Normal"], flows.AttackCategory.Values);
        Assert.Equal([2, 0, 1, 0], flows.AttackCategory.Codes);
        Assert.Empty(flows.Warnings);
    }

    [Fact]
    public void Values_never_seen_are_kept_and_reported()
    {
        FlowTable flows = Read(Header, NormalLine.With("proto", "quic"), AttackLine.With("attack_cat", "Botnet"),
            AttackLine.With("attack_cat", "Botnet"));
        Assert.Equal("quic", flows.Category("proto")[0]);
        Assert.Equal("Botnet", flows.AttackCategory[1]);
        Assert.Equal(
            ["proto 'quic' (1 flows) is not among the data set's values; it is kept.",
                "attack_cat 'Botnet' (2 flows) is not among the data set's values; it is kept."],
            flows.Warnings);
    }

    [Fact]
    public void Negative_numbers_are_kept_and_reported() =>
        Assert.Equal(["column 'sbytes' holds 1 negative numbers, which this feature cannot have."],
            Read(Header, NormalLine.With("sbytes", "-1")).Warnings);
}
