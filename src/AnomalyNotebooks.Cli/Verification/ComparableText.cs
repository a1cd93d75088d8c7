using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Verification;

/// <summary>
/// What a cell's outputs show, in every form they have (the text that programs read, the HTML that people see), without what may differ
/// between two runs of the same code on the same data: white space, times, dates, paths.
/// </summary>
internal static partial class ComparableText
{
    /// <summary>The lines of everything printed and shown, in every form; figures and recorded values are compared by themselves.</summary>
    /// <param name="outputs">The outputs of a cell.</param>
    /// <param name="results">What the forms of recorded results should show; null leaves them as they are.</param>
    public static IReadOnlyList<string> Of(JsonArray outputs, Func<JsonObject, IReadOnlyDictionary<string, string>>? results = null) =>
        [.. outputs.SelectMany(output => LinesOf(output, results)).Where(line => line.Length > 0)];

    /// <summary>A line with times, dates and paths replaced by a sign, and white space reduced.</summary>
    public static string Normalise(string line)
    {
        line = Path().Replace(line, "<path>");
        line = Date().Replace(line, "<date>");
        line = Rate().Replace(line, "<rate>");
        line = Duration().Replace(line, "<time>");
        return Space().Replace(line, " ").Trim();
    }

    private static IEnumerable<string> LinesOf(JsonNode? output, Func<JsonObject, IReadOnlyDictionary<string, string>>? results)
    {
        if (output is not JsonObject whole) return output is null ? [] : [output.ToJsonString()];
        if (whole["data"] is not JsonObject) return Lines(MimeType.Text, string.Join('\n', Printed(whole)));
        return OutputBundles.In(whole).SelectMany(bundle =>
        {
            IReadOnlyDictionary<string, string>? shown = bundle.ContainsKey(MimeType.Results) ? results?.Invoke(bundle) : null;
            return bundle.OrderBy(form => form.Key, StringComparer.Ordinal).SelectMany(form => form.Key switch
            {
                MimeType.Plotly or MimeType.Results => [],
                MimeType.Png when bundle.ContainsKey(MimeType.Plotly) => [],
                _ => Lines(form.Key, shown is not null && shown.TryGetValue(form.Key, out string? text) ? text : Text(form.Value)),
            });
        });
    }

    private static IEnumerable<string> Printed(JsonObject output) =>
        output.Where(part => part.Key is not ("output_type" or "metadata" or "execution_count" or "traceback"))
        .OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => part.Key is "name" or "ename" ? $"{part.Key} {Text(part.Value)}"
            : Text(part.Value));

    private static IEnumerable<string> Lines(string mimeType, string text) => mimeType switch
    {
        MimeType.Html or MimeType.Svg => Tag().Split(text).Select((part, i) => i % 2 == 1 ? part : Normalise(WebUtility.HtmlDecode(part))),
        _ when mimeType.StartsWith("image/", StringComparison.Ordinal) =>
            [$"{mimeType} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.Trim())))}"],
        _ => text.Split('\n').Select(Normalise),
    };

    /// <summary>JSON with its keys in one order: a notebook is saved with sorted keys, a fresh output has them as they were
    /// written.</summary>
    private static string Text(JsonNode? node) => node is JsonObject ? NotebookWriter.Line(node) : MultilineText.Join(node);

    [GeneratedRegex(@"(?<![\w.])[\d.,]+\s*(?:k|M|G|million|thousand|billion)?\s*(?:rows|flows|steps|batches|epochs|values|bytes|MB|GB|kB)"
        + @"\s*(?:/\s*s\b|per second|a second)", RegexOptions.None,
        matchTimeoutMilliseconds: 2000)]
    private static partial Regex Rate();

    [GeneratedRegex(@"(?<![\w.])\d[\d.,]*\s*(?:ns|µs|us|ms|s|sec|second|seconds|min|minute|minutes|h)\b(?!/)|\b\d+:\d\d:\d\d(?:\.\d+)?\b",
        RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Duration();

    [GeneratedRegex(@"\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?", RegexOptions.None,
        matchTimeoutMilliseconds: 2000)]
    private static partial Regex Date();

    [GeneratedRegex(@"(?:(?<![\w/])/|\$UNSW_NB15_DIR/|\b[A-Z]:\\|(?<![\w])\.\.?/)[\w.\-/\\]+", RegexOptions.None,
        matchTimeoutMilliseconds: 2000)]
    private static partial Regex Path();

    [GeneratedRegex("(?<tag><[^>]*>)", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Space();
}
