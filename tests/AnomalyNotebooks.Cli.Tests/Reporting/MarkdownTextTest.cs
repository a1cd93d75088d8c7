using AnomalyNotebooks.Cli.Reporting;

namespace AnomalyNotebooks.Cli.Tests.Reporting;

public sealed class MarkdownTextTest
{
    private readonly MarkdownText markdown = new("lesson-", address => address);

    [Fact]
    public void Raw_HTML_is_shown_as_text() =>
        Assert.DoesNotContain("<script>", markdown.ToHtml("A category called <script>alert(1)</script>\n\n<script>alert(2)</script>"),
            StringComparison.Ordinal);

    [Fact]
    public void Solutions_fold_away() =>
        Assert.Equal("<details><summary>Solution</summary><p>Use <strong>logY</strong>.</p>\n</details>",
            markdown.ToHtml("<details>\n<summary>Solution</summary>\n\nUse **logY**.\n\n</details>\n"));

    [Fact]
    public void Headings_get_ids_of_their_own()
    {
        markdown.ToHtml("# Loss\n\n## Train & test\n\n## Train & test");

        Assert.Equal(["lesson-loss", "lesson-train---test", "lesson-train---test-2"], markdown.Headings.Select(heading => heading.Id));
        Assert.Equal("Train & test", markdown.Headings[1].Text);
    }

    [Fact]
    public void Code_in_a_folded_solution_is_coloured_as_in_a_cell()
    {
        string html = new MarkdownText("", link => link)
            .ToHtml("<details>\n<summary>Solution</summary>\n\n```csharp\nvar a = b < 1;\n```\n\n</details>");

        Assert.StartsWith("<details><summary>Solution</summary>", html, StringComparison.Ordinal);
        Assert.Contains("<pre><code>" + CSharpHighlighter.ToHtml("var a = b < 1;") + "</code></pre>", html, StringComparison.Ordinal);
    }
}
