using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Running;

namespace AnomalyNotebooks.Cli.Reporting;

/// <summary>One notebook as part of a page.</summary>
/// <param name="run">The notebook as it ran.</param>
/// <param name="anchor">Its id on the page.</param>
/// <param name="link">What becomes of the address of a link or a picture.</param>
internal sealed class NotebookHtml(NotebookRun run, string anchor, Func<string, string> link)
{
    private readonly MarkdownText markdown = new(anchor + "-", link);

    /// <summary>The notebook's entry in the table of contents, to be called after <see cref="Article"/>.</summary>
    public string Contents()
    {
        var html = new StringBuilder($"<li><a href=\"#{anchor}\">{WebUtility.HtmlEncode(run.Notebook.Title)}</a>");
        Heading[] sections = [.. markdown.Headings.Where(heading => heading.Level == 2)];
        if (sections.Length > 0) html.Append("<ol>")
            .AppendJoin("", sections.Select(section => $"<li><a href=\"#{section.Id}\">{WebUtility.HtmlEncode(section.Text)}</a></li>"))
            .Append("</ol>");
        return html.Append("</li>\n").ToString();
    }

    /// <summary>All cells.</summary>
    public string Article()
    {
        var html = new StringBuilder($"<article id=\"{anchor}\">\n");
        if (run.SkippedBecause is { } reason)
            html.Append("<p class=\"notice\">Not run: ").Append(WebUtility.HtmlEncode(reason)).Append("</p>\n");
        foreach (NotebookCell cell in run.Notebook.Cells)
        {
            if (cell.Kind == CellKind.Markdown)
                html.Append("<section class=\"text\">\n").Append(markdown.ToHtml(WithAttachments(cell))).Append("</section>\n");
            else if (cell.IsCode) html.Append(Code(cell));
        }

        return html.Append("</article>").ToString();
    }

    private string Code(NotebookCell cell)
    {
        CellRun? ran = run.Cells.FirstOrDefault(ran => ran.Cell == cell);
        string[] lines = cell.Source.Split('\n');
        string time = ran is { Seconds: >= 0.05 } ? string.Create(CultureInfo.InvariantCulture, $"{ran.Seconds:0.0} s") : "";
        string state = ran is null || ran.Status == CellStatus.Passed ? "" : " " + ran.Status.ToString().ToLowerInvariant();
        var html = new StringBuilder();
        html.Append($"<section class=\"cell{state}\">\n<details "
            + $"class=\"code\"{(cell.HasTag(CellTag.HideInput) ? " data-hidden" : " open")}><summary><span "
            + $"class=\"count\">{cell.CodeNumber}</span><code>{WebUtility.HtmlEncode(Teaser(lines))}</code><span "
            + $"class=\"time\">{time}</span></summary>");
        html.Append("<pre><code>").Append(CSharpHighlighter.ToHtml(cell.Source.TrimEnd())).Append("</code></pre></details>\n");
        foreach (JsonNode? output in cell.Outputs) html.Append("<div class=\"output\">").Append(OutputHtml.Of(output)).Append("</div>\n");
        return html.Append("</section>\n").ToString();
    }

    /// <summary>The line that stands for folded code.</summary>
    private static string Teaser(string[] lines) =>
        (Array.Find(lines, line => line.Trim().Length > 0 && !line.StartsWith("#r", StringComparison.Ordinal)
            && !line.StartsWith("using ", StringComparison.Ordinal)) ?? lines[0]).Trim();

    /// <summary>Pictures that the cell carries with it (<c>attachment:name</c>) take their place in its text.</summary>
    private static string WithAttachments(NotebookCell cell)
    {
        string text = cell.Source;
        foreach ((string name, JsonNode? bundle) in cell.Json["attachments"] as JsonObject ?? [])
            if (bundle is JsonObject { Count: > 0 } forms && forms.First() is var (type, data))
                text = text.Replace($"attachment:{name}", $"data:{type};base64,{MultilineText.Join(data)}", StringComparison.Ordinal);
        return text;
    }
}
