using System.Net;
using System.Text;
using AnomalyNotebooks.Cli.Images;

namespace AnomalyNotebooks.Cli.Reporting;

/// <summary>What our pages have in common: a head that lets nothing in, their style sheets, and the scripts at their end.</summary>
/// <param name="title">The page's title.</param>
/// <param name="plotly">Where plotly.js comes from; null for a page without figures and scripts.</param>
/// <param name="styles">Files of <c>Reporting/</c>.</param>
/// <param name="scripts">Files of <c>Reporting/</c>, in their order.</param>
internal sealed class PageFrame(string title, PlotlyJs? plotly, IReadOnlyList<string> styles, IReadOnlyList<string> scripts)
{
    private readonly string style = "\n" + string.Join('\n', styles.Select(PageParts.Read)).ReplaceLineEndings("\n");
    private readonly string? library = plotly?.Text;
    private readonly string script =
        ($"\nwindow.drawFigure = {FigureHtml.Script};\nwindow.darkColours = {FigureHtml.DarkColours};\nwindow.plotlyAddress = "
            + $"\"{FigureHtml.PlotlyAddress}\";\n"
        + string.Concat(scripts.Select(PageParts.Read))).ReplaceLineEndings("\n");

    /// <summary>A page around what stands between the tags of its body.</summary>
    public string Around(string body, string bodyClass = "")
    {
        var html = new StringBuilder(
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="generator" content="{Mark}">
            {ContentPolicy.Element(plotly is null ? [] : library is null ? [script] : [library, script], [style], body,
                plotly is { IsLocal: false } ? FigureHtml.PlotlyAddress : null)}
            <title>{WebUtility.HtmlEncode(title)}</title>
            <style>
            """);
        html.Append(style).Append("</style>\n</head>\n<body").Append(bodyClass.Length > 0 ? $" class=\"{bodyClass}\"" : "").Append(">\n")
            .Append(body);
        if (plotly is not null)
            html.Append('\n').Append(plotly.ScriptElement()).Append("\n<script>").Append(script).Append("</script>");
        return html.Append("\n</body>\n</html>\n").ToString();
    }

    /// <summary>By this a page of ours is known.</summary>
    public const string Mark = "AnomalyNotebooks";
}
