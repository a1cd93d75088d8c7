using System.Security.Cryptography;
using System.Text;

namespace AnomalyNotebooks.Cli.Reporting;

/// <summary>
/// What a page's browser may run and load: the page's own scripts and style sheets, known by their hashes, and nothing from anywhere else.
/// Attributes may carry styles, as tables of outputs and plotly.js need them; they can load nothing.
/// </summary>
internal static class ContentPolicy
{
    /// <summary>The element for the head of a page.</summary>
    /// <param name="scripts">The text of each script of the page.</param>
    /// <param name="styles">The text of each style sheet.</param>
    /// <param name="network">Where a further script comes from; null where none does.</param>
    public static string Element(IEnumerable<string> scripts, IEnumerable<string> styles, string? network)
    {
        string allowed = string.Join(' ', scripts.Select(Hash)
            .Concat(network is null ? [] : [new Uri(network).GetLeftPart(UriPartial.Authority)]));
        // plotly.js makes an empty style sheet and fills it by script.
        string sheets = string.Join(' ', styles.Append("").Select(Hash));
        return $"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src {allowed}; style-src-elem "
            + $"{sheets}; style-src-attr 'unsafe-inline'; "
            + "img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'\">";
    }

    private static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";
}
