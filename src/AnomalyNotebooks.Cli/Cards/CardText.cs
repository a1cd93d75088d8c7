using System.Globalization;
using System.Text;
using AnomalyNotebooks.Cli.Reporting;
using AnomalyNotebooks.Cli.Scoring;

namespace AnomalyNotebooks.Cli.Cards;

/// <summary>Markdown as cards are written in, and the page made of it. Texts from files are shown as they are, never as markup.</summary>
internal sealed class CardText
{
    private readonly StringBuilder text = new();

    /// <summary>A heading.</summary>
    public CardText Heading(int level, string words) => Block($"{new string('#', level)} {words}");

    /// <summary>A paragraph, or whatever else stands by itself.</summary>
    public CardText Block(string words)
    {
        if (text.Length > 0) text.Append('\n');
        text.Append(words).Append('\n');
        return this;
    }

    /// <summary>A list.</summary>
    public CardText List(params string[] items) => Block(string.Join('\n', items.Select(item => "* " + item)));

    /// <summary>Names and values below each other; a name without a value is left out.</summary>
    public CardText Facts(params (string Name, string? Value)[] facts) =>
        Table(["", ""], facts.Where(fact => fact.Value is not null).Select(fact => new[] { fact.Name, fact.Value! }));

    /// <summary>A table; columns behind the first stand right where all of them are numbers.</summary>
    public CardText Table(IReadOnlyList<string> headers, IEnumerable<string[]> rows)
    {
        string[][] cells = [.. rows];
        bool IsNumber(int column) => column > 0 && cells.Length > 0 && cells.All(row => row[column].Length == 0
            || char.IsAsciiDigit(row[column][0]) || row[column][0] == '-');
        string rule = string.Join(" | ", headers.Select((_, column) => IsNumber(column) ? "--:" : "---"));
        return Block(string.Join('\n', [$"| {string.Join(" | ", headers)} |", $"| {rule} |",
            .. cells.Select(row => $"| {string.Join(" | ", row)} |")]));
    }

    /// <summary>A text from a file: no character of it is markup.</summary>
    public static string Plain(string words)
    {
        var plain = new StringBuilder();
        foreach (char c in SafeText.Plain(words))
        {
            if ("\\`*_[]<>|#!~&".Contains(c, StringComparison.Ordinal)) plain.Append('\\');
            plain.Append(c);
        }

        return plain.ToString();
    }

    /// <summary>A share in per cent.</summary>
    public static string Percent(double share) => double.IsNaN(share) ? "not measured"
        : (share * 100).ToString(share is > 0 and < 0.01 ? "0.00" : "0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>A whole number.</summary>
    public static string Whole(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>The Markdown.</summary>
    public override string ToString() => text.ToString();

    /// <summary>The page; nothing on it is loaded from elsewhere.</summary>
    public string ToHtml(string title) => new PageFrame(title, plotly: null, ["report.css"], [])
        .Around($"<main>\n<section class=\"text\">\n{new MarkdownText("", address => address).ToHtml(ToString())}</section>\n</main>",
            "card");
}
