namespace AnomalyNotebooks.Tests.Figures;

public sealed class HtmlTableTest
{
    private sealed record Row(string Category, int Flows, double Recall, bool Hard);

    private static readonly Row[] Rows = [new("Generic", 18_871, 0.98765, false), new("Worms", 44, 0.5, true)];

    [Fact]
    public void Text_has_aligned_columns_with_numbers_at_the_right()
    {
        HtmlTable table = HtmlTable.From(Rows, ("category", r => r.Category), ("flows", r => r.Flows), ("recall", r => r.Recall))
            .WithCaption("Recall").WithNote("Two categories.");
        Assert.Equal(
            """
            Recall
            category   flows  recall
            --------  ------  ------
            Generic   18,871  0.9877
            Worms         44  0.5000
            Two categories.
            """,
            table.ToString());
    }

    [Fact]
    public void A_record_gives_a_column_per_property()
    {
        HtmlTable table = HtmlTable.From(Rows);
        Assert.Equal(["Category", "Flows", "Recall", "Hard"], table.Headers);
        Assert.Contains("yes", table.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Formats_are_dotnets_and_bound_to_a_column()
    {
        HtmlTable table = HtmlTable.From(Rows, ("recall", r => r.Recall)).WithFormat("recall", "0.0 %");
        Assert.Contains("98.8 %", table.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("recall", Assert.Throws<ArgumentException>(() => table.WithFormat("precision", "0")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Text_from_data_is_escaped_in_every_place()
    {
        const string evil = "<script>alert(1)</script>";
        string html = HtmlTable.FromRows([evil], [[evil]]).WithCaption(evil).WithNote(evil).ToHtml();
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Equal(4, html.Split("&lt;script&gt;").Length - 1);
    }

    [Fact]
    public void Missing_and_endless_values_are_words_not_crashes()
    {
        HtmlTable table = HtmlTable.FromRows(["a"], [[null], [double.NaN], [double.PositiveInfinity], [21.5]]);
        Assert.Equal("    a\n-----\n\n  n/a\n    ∞\n21.50", table.ToString());
    }

    [Fact]
    public void The_top_rows_say_how_many_there_are() =>
        Assert.EndsWith("The first 1 of 2 rows.", HtmlTable.From(Rows).Top(1).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Rows_of_another_length_than_the_headers_are_refused() =>
        Assert.Contains("Row 1 has 1 values for 2 headers", Assert.Throws<ArgumentException>(() =>
            HtmlTable.FromRows(["a", "b"], [[1, 2], [1]])).Message, StringComparison.Ordinal);
}
