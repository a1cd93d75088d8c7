using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Verification;

/// <summary>The words of a cell's outputs, without what may differ between two runs of the same code on the same data: white space, times, dates, paths.</summary>
internal static partial class ComparableText
{
    /// <summary>The lines of everything printed and shown as text; warnings on standard error and texts of figures and results are left out.</summary>
    public static IReadOnlyList<string> Of(JsonArray outputs) =>
        [.. outputs.SelectMany(TextsOf).SelectMany(text => text.Split('\n')).Select(Normalise).Where(line => line.Length > 0)];

    /// <summary>A line with times, dates and paths replaced by a sign, and white space reduced.</summary>
    public static string Normalise(string line)
    {
        line = Path().Replace(line, "<path>");
        line = Date().Replace(line, "<date>");
        line = Rate().Replace(line, "<rate>");
        line = Duration().Replace(line, "<time>");
        return Space().Replace(line, " ").Trim();
    }

    private static IEnumerable<string> TextsOf(JsonNode? output)
    {
        switch ((string?)output?["output_type"])
        {
            case "stream" when (string?)output["name"] == "stdout":
                yield return MultilineText.Join(output["text"]);
                break;
            case "error":
                yield return $"{(string?)output["ename"]}: {(string?)output["evalue"]}";
                break;
            case "execute_result" or "display_data" when output["data"] is JsonObject data && !data.ContainsKey(MimeType.Plotly) && !data.ContainsKey(MimeType.Results):
                yield return data[MimeType.Text] is { } text ? MultilineText.Join(text) : WebUtility.HtmlDecode(Tag().Replace(MultilineText.Join(data[MimeType.Html]), " "));
                break;
        }
    }

    [GeneratedRegex(@"(?<![\w.])[\d.,]+\s*(?:k|M|G|million|thousand|billion)?\s*(?:rows|flows|steps|batches|epochs|values|bytes|MB|GB|kB)\s*(?:/\s*s\b|per second|a second)", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Rate();

    [GeneratedRegex(@"(?<![\w.])\d[\d.,]*\s*(?:ns|µs|us|ms|s|sec|second|seconds|min|minute|minutes|h)\b(?!/)|\b\d+:\d\d:\d\d(?:\.\d+)?\b", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Duration();

    [GeneratedRegex(@"\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Date();

    [GeneratedRegex(@"(?:(?<![\w/])/|\$UNSW_NB15_DIR/|\b[A-Z]:\\|(?<![\w])\.\.?/)[\w.\-/\\]+", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Path();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Space();
}
