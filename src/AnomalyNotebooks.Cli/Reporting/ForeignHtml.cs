using Ganss.Xss;

namespace AnomalyNotebooks.Cli.Reporting;

/// <summary>HTML that a notebook brought, without what acts: scripts, handlers, forms, frames, addresses that run code or are
/// fetched.</summary>
internal static class ForeignHtml
{
    private static readonly string[] Acting =
        ["area", "button", "datalist", "fieldset", "form", "input", "keygen", "label", "legend", "map", "meter", "optgroup", "option",
            "select", "textarea"];

    private static readonly HtmlSanitizer Sanitizer = Create();

    /// <summary>The HTML as it may stand on a page.</summary>
    public static string Clean(string html) => Sanitizer.Sanitize(html);

    private static HtmlSanitizer Create()
    {
        var sanitizer = new HtmlSanitizer();
        sanitizer.AllowedTags.ExceptWith(Acting);
        sanitizer.AllowedTags.UnionWith(["details", "summary", "figure", "figcaption", "section", "article"]);
        // No id and no name: a page's own scripts find its parts by them.
        sanitizer.AllowedAttributes.ExceptWith(["id", "name", "action", "background"]);
        sanitizer.AllowedAttributes.UnionWith(["class", "role", "scope", "aria-label", "data-figure", "open"]);
        sanitizer.AllowedCssProperties.Remove("position");
        sanitizer.AllowedCssProperties.UnionWith(["font-variant-numeric", "overflow-x", "overflow-y", "white-space", "min-height",
            "max-height", "min-width", "max-width", "gap", "display", "flex", "flex-wrap"]);
        sanitizer.AllowedSchemes.Clear();
        sanitizer.AllowedSchemes.UnionWith(["http", "https", "mailto", "data"]);
        sanitizer.FilterUrl += (_, url) =>
            url.SanitizedUrl = SafeAddress.Of(url.OriginalUrl, isImage: url.Tag.NodeName.Equals("IMG", StringComparison.OrdinalIgnoreCase));
        return sanitizer;
    }
}
