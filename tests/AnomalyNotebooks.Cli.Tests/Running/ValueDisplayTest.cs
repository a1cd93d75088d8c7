using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Worker;

namespace AnomalyNotebooks.Cli.Tests.Running;

public sealed class ValueDisplayTest
{
    public static TheoryData<object?, string> Values { get; } = new()
    {
        { null, "<null>" },
        { "text", "text" },
        { 0.1, "0.1" },
        { 1234567, "1234567" },
        { true, "true" },
        { new[] { 1.5, 2.0 }, "[1.5, 2]" },
        { Enumerable.Range(1, 100).ToArray(),
            "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, …] (100 items)" },
        { Array.Empty<int>(), "[]" },
        { (1, "b"), "(1, b)" },
        { new Dictionary<string, int> { ["normal"] = 37000, ["attack"] = 45332 }, "Key     Value\nnormal  37000\nattack  45332" },
        { new[] { new { Name = "Worms", Count = 44 } }, "Name   Count\nWorms  44" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Values_are_shown_as_a_reader_wants_them(object? value, string text) =>
        Assert.Equal(text, ValueDisplay.Show(value)[MimeType.Text]);

    [Fact]
    public void Endless_sequences_are_cut() =>
        Assert.EndsWith(", …] (more than 30 items)", ValueDisplay.Show(Endless())[MimeType.Text], StringComparison.Ordinal);

    [Fact]
    public void Texts_in_tables_are_escaped() =>
        Assert.Contains("&lt;script&gt;", ValueDisplay.Show(new[] { new { Name = "<script>" } })[MimeType.Html], StringComparison.Ordinal);

    [Fact]
    public void A_type_with_formatters_shows_itself_in_the_types_it_prefers_and_as_text()
    {
        Dictionary<string, string> shown = ValueDisplay.Show(Charts.Bars("Classes", new Axis("flows"), ["Normal"], [37000.0]));

        Assert.Equal([MimeType.Plotly, MimeType.Html, MimeType.Text], shown.Keys.Order(StringComparer.Ordinal));
        Assert.StartsWith("Classes", shown[MimeType.Text], StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_with_ToHtml_shows_itself_as_HTML_and_text() =>
        Assert.Equal("<b>x</b> and X",
            $"{ValueDisplay.Show(new WithHtml())[MimeType.Html]} and {ValueDisplay.Show(new WithHtml())[MimeType.Text]}");

    [Fact]
    public void A_group_brings_its_outputs_one_by_one()
    {
        string outputs = ValueDisplay.Show(Show.All(Charts.Bars("Classes", new Axis("flows"), ["Normal"], [37000.0]),
            Results.Record("AUROC", 0.97)))[MimeType.Outputs];

        Assert.Contains("\"data\":[", outputs, StringComparison.Ordinal);
        Assert.Contains("\"value\":0.97", outputs, StringComparison.Ordinal);
    }

    private static IEnumerable<int> Endless()
    {
        for (int i = 0; ; i++) yield return i;
    }

    private sealed class WithHtml
    {
        public string ToHtml() => "<b>x</b>";

        public override string ToString() => "X";
    }
}
