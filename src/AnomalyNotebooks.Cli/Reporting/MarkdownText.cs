using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace AnomalyNotebooks.Cli.Reporting;

/// <summary>
/// Markdown cells as HTML. Raw HTML is shown as text, with one exception: <c>details</c> and <c>summary</c> on lines of their own,
/// by which lessons fold away their solutions.
/// </summary>
/// <param name="anchor">Prefix of heading ids, so that those of two notebooks on one page differ.</param>
/// <param name="link">What becomes of the address of a link or an image.</param>
internal sealed partial class MarkdownText(string anchor, Func<string, string> link)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseEmphasisExtras()
        .UseTaskLists()
        .UseAutoLinks()
        .DisableHtml()
        .Build();

    private readonly Dictionary<string, int> slugs = [];
    private readonly List<Heading> headings = [];

    /// <summary>The headings rendered so far.</summary>
    public IReadOnlyList<Heading> Headings => headings;

    /// <summary>Renders the text of one cell.</summary>
    public string ToHtml(string markdown)
    {
        var html = new StringBuilder();
        int at = 0;
        foreach (Match tag in FoldingTag().Matches(markdown))
        {
            html.Append(Render(markdown[at..tag.Index]));
            html.Append(tag.Groups["summary"].Success ? $"<summary>{WebUtility.HtmlEncode(tag.Groups["summary"].Value.Trim())}</summary>"
                : tag.Value.Trim());
            at = tag.Index + tag.Length;
        }

        return html.Append(Render(markdown[at..])).ToString();
    }

    private string Render(string markdown)
    {
        if (string.IsNullOrWhiteSpace(markdown)) return "";
        MarkdownDocument document = Markdown.Parse(markdown, Pipeline);
        foreach (HeadingBlock heading in document.Descendants<HeadingBlock>())
        {
            string text = PlainText(heading.Inline);
            string id = Slug(text);
            heading.GetAttributes().Id = id;
            headings.Add(new Heading(heading.Level, text, id));
        }

        foreach (LinkInline inline in document.Descendants<LinkInline>())
        {
            inline.GetDynamicUrl = null;
            inline.Url = SafeAddress.Of(link(inline.Url ?? ""), inline.IsImage);
        }

        foreach (AutolinkInline inline in document.Descendants<AutolinkInline>().Where(inline => !inline.IsEmail))
            inline.Url = SafeAddress.Of(inline.Url, isImage: false);

        using var writer = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.Render(document);
        return CSharpCode().Replace(writer.ToString(), code =>
            $"<code>{CSharpHighlighter.ToHtml(WebUtility.HtmlDecode(code.Groups["code"].Value).TrimEnd())}</code>");
    }

    private string Slug(string text)
    {
        string slug = anchor + string.Concat(text.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : '-')).Trim('-');
        slugs[slug] = slugs.GetValueOrDefault(slug) + 1;
        return slugs[slug] == 1 ? slug : $"{slug}-{slugs[slug]}";
    }

    private static string PlainText(ContainerInline? inline) => inline is null
        ? ""
        : string.Concat(inline.Descendants().Select(part => part switch
        {
            LiteralInline literal => literal.Content.ToString(),
            CodeInline code => code.Content,
            _ => "",
        }));

    [GeneratedRegex(@"<code class=""language-csharp"">(?<code>[^<]*)</code>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex CSharpCode();

    [GeneratedRegex(@"^[ ]{0,3}(?:</?details(?: open)?>|<summary>(?<summary>[^<\n]*)</summary>)[ ]*(?:\n|$)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex FoldingTag();
}
