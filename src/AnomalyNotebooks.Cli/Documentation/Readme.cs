using System.Text.RegularExpressions;

namespace AnomalyNotebooks.Cli.Documentation;

/// <summary>
/// The README's generated parts. They stand between <c>&lt;!-- name:begin --&gt;</c> and <c>&lt;!-- name:end --&gt;</c> and are made from
/// what runs have left in the repository, so that no number in it is typed by hand. A place may demand something of the run.
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
            if (!parts.TryGetValue(name, out string? text))
                throw new AnomalyException($"The README has a place for '{name}', and nothing makes it.");
            filled.Add(name);
            return $"<!-- {name}:begin{match.Groups["demands"].Value} -->\n{text.Trim()}\n<!-- {name}:end -->";
        });
        string? missing = parts.Keys.FirstOrDefault(name => !filled.Contains(name));
        return missing is null ? result
            : throw new AnomalyException($"The README has no place for '{missing}': write <!-- {missing}:begin --> and <!-- "
            + $"{missing}:end --> where it belongs.");
    }

    /// <summary>What a place in the README demands of the results that go there, as <c>&lt;!-- name:begin half=final seeds=5 --&gt;</c>
    /// says it.</summary>
    /// <exception cref="AnomalyException">A demand is not of the form <c>name=value</c>.</exception>
    public static IReadOnlyDictionary<string, string> Demands(string readme, string name)
    {
        Match? place = Part().Matches(readme).FirstOrDefault(match => match.Groups["name"].Value == name);
        string[] demands = place?.Groups["demands"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return demands.Select(demand => demand.Split('=') is [var what, var value] ? (what, value)
            : throw new AnomalyException($"The README's place '{name}' demands '{demand}': expected name=value."))
            .ToDictionary(demand => demand.what, demand => demand.value, StringComparer.Ordinal);
    }

    [GeneratedRegex(@"<!-- (?<name>[a-z-]+):begin(?<demands>( [a-z]+=[a-z0-9-]+)*) -->.*?<!-- \k<name>:end -->",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Part();
}
