using System.Globalization;
using System.Text.RegularExpressions;

namespace AnomalyNotebooks.Cli.Scoring;

/// <summary>
/// Which flows of a file are normal, as a user writes it: comparisons of a column (a label or a feature) with a value, joined by
/// <c>and</c>, such as <c>label == 'Benign' and proto != 'icmp'</c>. Operators: == != &lt; &lt;= &gt; &gt;=.
/// </summary>
internal sealed partial class FlowFilter
{
    private readonly List<(string Column, string Operator, string Value)> conditions = [];

    /// <summary>Reads an expression.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public FlowFilter(string expression)
    {
        int position = 0;
        while (true)
        {
            Match match = Condition().Match(expression, position);
            if (!match.Success || match.Index != position) throw Bad(expression);
            conditions.Add((match.Groups["column"].Value.Trim('"'), match.Groups["operator"].Value,
                match.Groups["text"].Success ? match.Groups["text"].Value : match.Groups["number"].Value));
            position = match.Index + match.Length;
            if (position == expression.Length) return;
            Match and = And().Match(expression, position);
            if (!and.Success || and.Index != position) throw Bad(expression);
            position += and.Length;
        }
    }

    /// <summary>The rows that fulfil every condition, to be taken as normal whatever labels say.</summary>
    /// <exception cref="AnomalyException">A column is not there, or a value does not fit it.</exception>
    public int[] Rows(FlowTable flows)
    {
        Func<int, bool>[] tests = [.. conditions.Select(condition => Test(flows, condition))];
        return [.. Enumerable.Range(0, flows.Count).Where(row => Array.TrueForAll(tests, test => test(row)))];
    }

    private static Func<int, bool> Test(FlowTable flows, (string Column, string Operator, string Value) condition)
    {
        (string column, string comparison, string value) = condition;
        if (column == flows.Schema.Labels.Category)
            return OfText(flows.AttackCategory, comparison, flows.Schema.Labels.CategoryOf(value), column);
        if (column == flows.Schema.Labels.Flag) return OfNumber(row => flows.IsAttack[row] ? 1 : 0, comparison, value, column);
        if (flows.TryCategory(column) is { } text) return OfText(text, comparison, value, column);
        if (flows.TryNumber(column) is { } numbers) return OfNumber(row => numbers[row], comparison, value, column);
        string[] names = [.. flows.Schema.LabelColumns, .. flows.Schema.FeatureNames];
        throw new AnomalyException($"--normal: there is no column '{column}'. There are {string.Join(", ", names)}.");
    }

    private static Func<int, bool> OfText(CategoryColumn column, string comparison, string value, string name) => comparison switch
    {
        "==" => row => column[row] == value,
        "!=" => row => column[row] != value,
        _ => throw new AnomalyException($"--normal: '{name}' holds texts, which can be compared by == and != only."),
    };

    private static Func<int, bool> OfNumber(Func<int, double> column, string comparison, string value, string name)
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
            throw new AnomalyException($"--normal: '{name}' holds numbers, and '{value}' is none.");
        return comparison switch
        {
            "==" => row => column(row) == number,
            "!=" => row => column(row) != number,
            "<" => row => column(row) < number,
            "<=" => row => column(row) <= number,
            ">" => row => column(row) > number,
            _ => row => column(row) >= number,
        };
    }

    private static UsageException Bad(string expression) => new(
        $"--normal \"{expression}\": expected a comparison such as \"label == 'Benign'\" or \"spkts > 1\", or several joined by 'and'.");

    [GeneratedRegex("""\s*(?<column>[A-Za-z_][\w.]*|"[^"]+")\s*(?<operator>==|!=|<=|>=|<|>)\s*('(?<text>[^']*)'|(?<number>[-+.\w]+))\s*""",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Condition();

    [GeneratedRegex(@"and\s+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex And();
}
