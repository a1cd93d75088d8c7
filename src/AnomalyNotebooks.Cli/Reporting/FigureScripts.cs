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
    public static string Replace(string html, Func<string, string, string> replace) =>
        Replace(html, (figure, id, json) => html[figure.Index..figure.Script] + replace(id, json));

    /// <summary>The HTML with each figure, element and script, replaced by what <paramref name="replace"/> makes of its id, its Plotly JSON and its text (escaped).</summary>
    public static string ReplaceFigures(string html, Func<string, string, string, string> replace) => Replace(html, (figure, id, json) =>
    {
        string element = html[figure.Index..figure.Script];
        int open = element.IndexOf('>', StringComparison.Ordinal) + 1;
        return replace(id, json, element[open..element.LastIndexOf("</div>", StringComparison.Ordinal)]);
    });

    /// <summary>The Plotly JSON of every figure in the HTML.</summary>
    public static IReadOnlyList<string> FiguresIn(string html)
    {
        var figures = new List<string>();
        Replace(html, (_, json) =>
        {
            figures.Add(json);
            return "";
        });
        return figures;
    }

    private static string Replace(string html, Func<(int Index, int Script), string, string, string> replace)
    {
        var result = new StringBuilder(html.Length);
        int at = 0;
        foreach (Match element in FigureElement().Matches(html))
        {
            string id = element.Groups["id"].Value;
            int script = html.IndexOf("<script>", element.Index, StringComparison.Ordinal);
            int call = script < 0 ? -1 : html.IndexOf($"(\"{id}\",", script, StringComparison.Ordinal);
            int close = call < 0 ? -1 : html.IndexOf("</script>", call, StringComparison.Ordinal);
            if (close < 0) continue;
            string json = FirstValue(html[(call + id.Length + 4)..close]);
            result.Append(html, at, element.Index - at).Append(replace((element.Index, script), id, json));
            at = close + "</script>".Length;
        }

        return result.Append(html, at, html.Length - at).ToString();
    }

    private static string FirstValue(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes, isFinalBlock: false, default);
        reader.Read();
        reader.TrySkip();
        return Encoding.UTF8.GetString(bytes.AsSpan(0, (int)reader.BytesConsumed));
    }

    [GeneratedRegex("<div class=\"anomaly-figure\" data-figure=\"(?<id>[0-9a-f]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex FigureElement();
}
