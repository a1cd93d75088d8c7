using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AnomalyNotebooks.Cli.Reporting;

/// <summary>
/// Finds the figures in the HTML that our figures, and groups of them, write: an element that holds the figure's text, and a
/// script that draws it.
/// </summary>
internal static partial class FigureScripts
{
    /// <summary>The HTML with each script replaced by what <paramref name="replace"/> makes of the figure's id and Plotly JSON.</summary>
    public static string Replace(string html, Func<string, string, string> replace)
    {
        var result = new StringBuilder(html.Length);
        int at = 0;
        foreach (Match element in FigureElement().Matches(html))
        {
            string id = element.Groups["id"].Value;
            int open = html.IndexOf("<script>", element.Index, StringComparison.Ordinal);
            int call = open < 0 ? -1 : html.IndexOf($"(\"{id}\",", open, StringComparison.Ordinal);
            int close = call < 0 ? -1 : html.IndexOf("</script>", call, StringComparison.Ordinal);
            if (close < 0) continue;
            if (FirstValue(html[(call + id.Length + 4)..close]) is not { } json) continue;
            result.Append(html, at, open - at).Append(replace(id, json));
            at = close + "</script>".Length;
        }

        return result.Append(html, at, html.Length - at).ToString();
    }

    private static string? FirstValue(string text)
    {
        try
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            var reader = new Utf8JsonReader(bytes, isFinalBlock: false, default);
            reader.Read();
            reader.TrySkip();
            return Encoding.UTF8.GetString(bytes.AsSpan(0, (int)reader.BytesConsumed));
        }
        catch (JsonException)
        {
            return null; // no figure of ours
        }
    }

    [GeneratedRegex("<div class=\"anomaly-figure\" data-figure=\"(?<id>[0-9a-f]+)\"", RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex FigureElement();
}
