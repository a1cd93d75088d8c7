using System.Text.RegularExpressions;

namespace AnomalyNotebooks.Cli.Documentation;

/// <summary>
/// The README's generated parts. They stand between <c>&lt;!-- name:begin --&gt;</c> and <c>&lt;!-- name:end --&gt;</c> and are made from what
/// runs have left in the repository, so that no number in it is typed by hand.
/// </summary>
internal static partial class Readme
{
    /// <summary>The README with each of its generated parts made anew.</summary>
    /// <param name="readme">Its text.</param>
    /// <param name="parts">By name, the text of each part.</param>
    /// <exception cref="AnomalyException">A part has no place in the README, or a place has no part.</exception>
    public static string Fill(string readme, IReadOnlyDictionary<string, string> parts)
    {
        var filled = new HashSet<string>(StringComparer.Ordinal);
        string result = Part().Replace(readme, match =>
        {
            string name = match.Groups["name"].Value;
            if (!parts.TryGetValue(name, out string? text)) throw new AnomalyException($"The README has a place for '{name}', and nothing makes it.");
            filled.Add(name);
            return $"<!-- {name}:begin -->\n{text.Trim()}\n<!-- {name}:end -->";
        });
        string? missing = parts.Keys.FirstOrDefault(name => !filled.Contains(name));
        return missing is null ? result : throw new AnomalyException($"The README has no place for '{missing}': write <!-- {missing}:begin --> and <!-- {missing}:end --> where it belongs.");
    }

    [GeneratedRegex(@"<!-- (?<name>[a-z-]+):begin -->.*?<!-- \k<name>:end -->", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Part();
}
