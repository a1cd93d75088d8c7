using System.Globalization;
using System.Net;
using System.Text;

namespace AnomalyNotebooks;

/// <summary>
/// Results that a notebook stands for. As the last expression of a cell they show as a small table; <c>anomaly run</c> lists them
/// at its end, and <c>anomaly verify</c> compares them with those of another run.
/// </summary>
/// <example><code>
/// Results.Record("AUROC", roc.Auroc)
///     .And("false alarms", matrix.FalsePositives)
///     .And("seconds per epoch", seconds, tolerance: double.PositiveInfinity)
/// </code></example>
[TypeFormatterSource(typeof(ResultsFormatterSource), PreferredMimeTypes = [MimeTypes.Results, MimeTypes.Html, MimeTypes.PlainText])]
public sealed class Results : IRichOutput
{
    private Results(IReadOnlyList<Result> items) => Items = items;

    /// <summary>The results in the order in which they were recorded.</summary>
    internal IReadOnlyList<Result> Items { get; }

    /// <summary>Records a number.</summary>
    /// <param name="name">Its name, unique within the notebook.</param>
    /// <param name="value">The number.</param>
    /// <param name="tolerance">The absolute difference that counts as none; by default the bits must agree. Infinity for what differs on
    /// every run, such as times.</param>
    /// <exception cref="ArgumentException">No name, or a tolerance that is negative or not a number.</exception>
    public static Results Record(string name, double value, double tolerance = 0) => new Results([]).And(name, value, tolerance);

    /// <inheritdoc cref="Record(string, double, double)"/>
    public static Results Record(string name, long value, double tolerance = 0) => new Results([]).And(name, value, tolerance);

    /// <summary>Records a text.</summary>
    /// <exception cref="ArgumentException">No name.</exception>
    public static Results Record(string name, string value) => new Results([]).And(name, value);

    /// <summary>These results and one more number.</summary>
    /// <inheritdoc cref="Record(string, double, double)"/>
    public Results And(string name, double value, double tolerance = 0) => Add(name, value, tolerance);

    /// <inheritdoc cref="And(string, double, double)"/>
    public Results And(string name, long value, double tolerance = 0) => Add(name, value, tolerance);

    /// <summary>These results and one more text.</summary>
    /// <exception cref="ArgumentException">No name.</exception>
    public Results And(string name, string value) => Add(name, value, tolerance: 0);

    /// <summary>The results as an HTML table.</summary>
    public string ToHtml()
    {
        var html = new StringBuilder("<table class=\"anomaly-results\"><tbody>");
        foreach (Result result in Items)
            html.Append("<tr><th scope=\"row\" style=\"text-align:left\">").Append(WebUtility.HtmlEncode(result.Name))
                .Append("</th><td style=\"text-align:right\">").Append(WebUtility.HtmlEncode(Text(result.Value))).Append("</td></tr>");
        return html.Append("</tbody></table>").ToString();
    }

    /// <summary>One line per result, names and values in columns.</summary>
    public override string ToString()
    {
        int width = Items.Max(result => result.Name.Length);
        return string.Join('\n', Items.Select(result => $"{result.Name.PadRight(width)}  {Text(result.Value)}"));
    }

    private Results Add(string name, object value, double tolerance)
    {
        if (string.IsNullOrWhiteSpace(name)) throw new ArgumentException("A result needs a name.", nameof(name));
        if (Items.Any(result => result.Name == name)) throw new ArgumentException($"'{name}' is recorded already.", nameof(name));
        if (!(tolerance >= 0)) throw new ArgumentException($"The tolerance of '{name}' is "
            + $"{tolerance.ToString(CultureInfo.InvariantCulture)}; it must be 0 or more.", nameof(tolerance));
        return new Results([.. Items, new Result(name, value, tolerance)]);
    }

    private static string Text(object value) => value switch
    {
        double number => number.ToString("G6", CultureInfo.InvariantCulture),
        long number => number.ToString("N0", CultureInfo.InvariantCulture),
        _ => (string)value,
    };
}

/// <summary>One recorded result.</summary>
/// <param name="Name">Its name, unique within a notebook.</param>
/// <param name="Value">A number (<see cref="double"/> or <see cref="long"/>) or a text.</param>
/// <param name="Tolerance">The absolute difference within which another run's value counts as the same; 0 asks for the same bits.</param>
internal sealed record Result(string Name, object Value, double Tolerance);
