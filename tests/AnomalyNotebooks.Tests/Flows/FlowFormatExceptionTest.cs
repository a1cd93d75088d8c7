using static AnomalyNotebooks.Tests.Flows.FlowCsv;

namespace AnomalyNotebooks.Tests.Flows;

public sealed class FlowFormatExceptionTest
{
    [Theory]
    [InlineData("")]
    [InlineData("\r\n\n")]
    [InlineData("\uFEFF")]
    [InlineData("  \n ")]
    public void When_the_file_is_empty_then_it_says_so(string text) =>
        AssertError(Assert.Throws<FlowFormatException>(() => ReadText(text)),
            "flows.csv: found an empty file; expected a header and flows.", null, null);

    [Fact]
    public void When_there_is_only_a_header_then_it_says_so() =>
        AssertError(ErrorOf(Header), "flows.csv: found a header without flows; expected flows.", null, null);

    [Fact]
    public void When_a_column_is_missing_then_it_is_named() =>
        AssertError(ErrorOf(Header.Replace(",sttl", "", StringComparison.Ordinal), NormalLine),
            "flows.csv, line 1, column 'sttl': found no such column; expected the header of a UNSW-NB15 file", 1, "sttl");

    [Fact]
    public void When_a_column_is_misspelt_then_the_nearest_is_named() =>
        AssertError(ErrorOf(Header.Replace(",smean,", ",smeen,", StringComparison.Ordinal), NormalLine),
            "flows.csv, line 1, column 'smeen': found an unknown column (field 27); expected a column of the data set, such as 'smean'.",
            1, "smeen");

    [Fact]
    public void When_a_column_comes_twice_then_it_is_named() =>
        AssertError(ErrorOf(Header + ",rate", NormalLine + ",1"),
            "flows.csv, line 1, column 'rate': found the column a second time (field 45); expected each column once.", 1, "rate");

    [Theory]
    [InlineData(",0", "found 43 fields")]
    [InlineData("Normal,0", "found 43 fields")]
    public void When_a_line_has_too_few_fields_then_they_are_counted(string cut, string found)
    {
        string line = NormalLine[..^cut.Length].TrimEnd(',');
        AssertError(ErrorOf(Header, NormalLine, cut == ",0" ? line : line + ",0"),
            $"flows.csv, line 3: {found}; expected 44 fields, as in the header.", 3, null);
    }

    [Theory]
    [InlineData("{0},", 45)]
    [InlineData("{0},1,2", 46)]
    [InlineData("1,{0}", 45)]
    public void When_a_line_has_too_many_fields_then_they_are_counted(string format, int fields) =>
        AssertError(ErrorOf(Header, string.Format(System.Globalization.CultureInfo.InvariantCulture, format, NormalLine)),
            $"flows.csv, line 2: found {fields} fields; expected 44 fields, as in the header.", 2, null);

    [Fact]
    public void When_a_line_in_the_middle_is_empty_then_it_says_so() =>
        AssertError(ErrorOf(Header, NormalLine, "", NormalLine),
            "flows.csv, line 3: found an empty line; expected 44 fields, as in the header.", 3, null);

    [Theory]
    [InlineData("abc", "'abc'", "a number")]
    [InlineData("", "an empty field", "a number")]
    [InlineData("1,5", "", "")]
    [InlineData("1.2.3", "'1.2.3'", "a number")]
    [InlineData("0x1F", "'0x1F'", "a number")]
    [InlineData("1_000", "'1_000'", "a number")]
    [InlineData("NaN", "'NaN'", "a finite number")]
    [InlineData("-Infinity", "'-Infinity'", "a finite number")]
    [InlineData("1e999", "'1e999'", "a finite number")]
    public void When_a_number_is_none_then_place_and_text_are_named(string text, string found, string expected)
    {
        FlowFormatException error = ErrorOf(Header, NormalLine, NormalLine.With("sload", text));
        if (text == "1,5") AssertError(error, "flows.csv, line 3: found 45 fields; expected 44 fields, as in the header.", 3, null);
        else AssertError(error, $"flows.csv, line 3, column 'sload': found {found}; expected {expected}.", 3, "sload");
    }

    [Theory]
    [InlineData("Normal", "1", "1 with attack_cat 'Normal'; expected 0, or the category of an attack")]
    [InlineData("Worms", "0", "0 with attack_cat 'Worms'; expected 1, or attack_cat 'Normal'")]
    [InlineData("Worms", "2", "'2'; expected 0 (normal) or 1 (attack)")]
    public void When_label_and_category_disagree_then_both_are_named(string category, string label, string message) =>
        AssertError(ErrorOf(Header, NormalLine, NormalLine.With("attack_cat", category).With("label", label)),
            $"flows.csv, line 3, column 'label': found {message}.", 3, "label");

    [Fact]
    public void When_there_is_no_normal_flow_then_it_says_so() =>
        AssertError(ErrorOf(Header, AttackLine, AttackLine),
            "flows.csv, column 'attack_cat': found no normal flow among 2; expected normal flows to learn from.", null, "attack_cat");

    [Fact]
    public void When_a_text_is_empty_then_it_says_so() =>
        AssertError(ErrorOf(Header, NormalLine.With("state", "")),
            "flows.csv, line 2, column 'state': found an empty field; expected a text.", 2, "state");

    [Fact]
    public void When_a_quote_is_not_closed_then_its_line_is_named() =>
        AssertError(ErrorOf(Header, NormalLine, NormalLine.With("state", "\"FIN"), NormalLine),
            "flows.csv, line 3: found a quote that is never closed", 3, null);

    [Fact]
    public void When_text_follows_a_closing_quote_then_its_line_is_named() =>
        AssertError(ErrorOf(Header, NormalLine.With("state", "\"FIN\"x")), "flows.csv, line 2: found text behind a closing quote", 2, null);

    [Fact]
    public void When_the_error_comes_after_a_line_end_in_quotes_then_lines_are_counted_as_an_editor_does() =>
        AssertError(ErrorOf(Header, NormalLine.With("service", "\"a\nb\""), NormalLine.With("dur", "x")),
            "flows.csv, line 4, column 'dur'", 4, "dur");

    [Theory]
    [InlineData("PK\u0003\u0004abc", "a zip archive")]
    [InlineData("<!DOCTYPE html>", "a web page")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "a pointer of Git LFS")]
    [InlineData("dur,proto\r1,tcp\r", "lines that end in CR alone")]
    [InlineData("PAR1abc", "a Parquet file")]
    [InlineData("59.166.0.0,1390,149.171.126.6,53,udp,CON", "none of the columns of UNSW-NB15")]
    public void Foreign_files_are_told_by_name(string text, string found) =>
        Assert.Contains($"found {found}", Assert.Throws<FlowFormatException>(() => ReadText(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Of_several_errors_the_first_in_the_file_is_reported()
    {
        string[] lines = [Header, .. Enumerable.Repeat(NormalLine, 300)];
        lines[120] = NormalLine.With("dur", "first");
        lines[250] = NormalLine.With("dur", "second");
        byte[] content = System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines));
        for (int i = 0; i < 20; i++)
            Assert.Equal(121, Assert.Throws<FlowFormatException>(() =>
                FlowReader.Read(content, "flows.csv", FlowSchema.UnswNb15, blockBytes: 500)).Line);
    }

    private static void AssertError(FlowFormatException error, string message, int? line, string? column)
    {
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Equal("flows.csv", error.File);
        Assert.Equal(line, error.Line);
        Assert.Equal(column, error.Column);
        Assert.NotEmpty(error.Found);
        Assert.NotEmpty(error.Expected);
    }
}
