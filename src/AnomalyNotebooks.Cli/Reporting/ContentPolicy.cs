using System.Security.Cryptography;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace AnomalyNotebooks.Cli.Reporting;

/// <summary>
/// What a page's browser may run and load: the page's own scripts, style sheets and styles in attributes, known by their hashes, and
/// nothing from anywhere else.
/// </summary>
internal static class ContentPolicy
{
    // What plotly.js writes into attributes: of marked words in titles and labels, of the smaller line under our figures' titles, and of
    // heat maps.
    private static readonly string[] OfPlotly =
    [
        "", "font-size:12px", "font-size:70%", "font-weight:bold", "font-style:italic", "font-style:italic;font-weight:bold",
        "text-decoration:underline", "text-decoration:line-through", "cursor:pointer",
        string.Concat(((string[])["optimizeSpeed", "-moz-crisp-edges", "-o-crisp-edges", "-webkit-optimize-contrast", "optimize-contrast",
            "crisp-edges", "pixelated"]).Select(kind => $"image-rendering: {kind}; ")),
    ];

    /// <summary>The element for the head of a page.</summary>
    /// <param name="scripts">The text of each script of the page.</param>
    /// <param name="styles">The text of each style sheet.</param>
    /// <param name="body">The page's HTML, whose attributes carry styles.</param>
    /// <param name="network">Where a further script comes from; null where none does.</param>
    public static string Element(IEnumerable<string> scripts, IEnumerable<string> styles, string body, string? network)
    {
        string allowed = string.Join(' ', scripts.Select(Hash)
            .Concat(network is null ? [] : [new Uri(network).GetLeftPart(UriPartial.Authority)]));
        // plotly.js makes an empty style sheet and fills it by script.
        string sheets = string.Join(' ', styles.Append("").Select(Hash));
        string attributes = string.Join(' ', StylesIn(body).Concat(OfPlotly).Distinct(StringComparer.Ordinal).Select(Hash));
        return $"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src {allowed}; style-src-elem "
            + $"{sheets}; style-src-attr 'unsafe-hashes' {attributes}; "
            + "img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'\">";
    }

    private static IEnumerable<string> StylesIn(string body)
    {
        using IDocument page = new HtmlParser().ParseDocument(body);
        return [.. page.QuerySelectorAll("[style]").Select(element => element.GetAttribute("style")!)];
    }

    private static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";
}
