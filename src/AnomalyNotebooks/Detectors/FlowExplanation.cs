using System.Globalization;

namespace AnomalyNotebooks;

/// <summary>Which columns of some flows made their scores, by deletion (<see cref="ExpectedFlows.Explain"/>).</summary>
public sealed class FlowExplanation
{
    internal const string Missing = "missing"; // what is shown for no value

    private readonly FlowTable flows, expected;
    private readonly IReadOnlyList<string> columns;
    private readonly IReadOnlyList<Deletion>[] steps;

    internal FlowExplanation(
        FlowTable flows, FlowTable expected, IReadOnlyList<string> columns, IReadOnlyList<Deletion>[] steps)
    {
        this.flows = flows;
        this.expected = expected;
        this.columns = columns;
        this.steps = steps;
    }

    /// <summary>The columns that made the score of flow <paramref name="row"/>, in the order in which they lower it most; with each its
    /// value and the one that was expected, as text. A part is what the score fell by after the columns before it had been set to what is
    /// expected, so that the parts add up to the whole fall. Columns of the context that were set together are named together, with commas.
    /// Fewer than <paramref name="count"/> where no further column lowers the score.</summary>
    public IReadOnlyList<(string Column, string Value, string Expected, double Contribution)> Top(int row, int count = 5) =>
        [.. steps[row].Take(count).Select(step => (
            Joined(step, column => columns[column]), Joined(step, column => Text(flows, columns[column], row)),
            Joined(step, column => Text(expected, columns[column], row)), step.Fall))];

    /// <summary>The columns set to what is expected in the first steps of a flow.</summary>
    internal int[] Named(int row, int count) => [.. steps[row].Take(count).SelectMany(step => step.Columns)];

    private static string Joined(Deletion step, Func<int, string> text) => string.Join(", ", step.Columns.Select(text));

    private static string Text(FlowTable table, string column, int row)
    {
        string text = table.HasCategory(column) ? table.Category(column)[row]
            : table.Number(column)[row].ToString("G6", CultureInfo.InvariantCulture);
        return text is "" or "NaN" ? Missing : text;
    }
}
