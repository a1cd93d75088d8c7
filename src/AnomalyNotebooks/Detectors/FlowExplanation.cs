using System.Globalization;

namespace AnomalyNotebooks;

/// <summary>Which columns of some flows made their scores, by deletion (<see cref="ExpectedFlows.Explain"/>).</summary>
public sealed class FlowExplanation
{
    private readonly FlowTable flows, expected;
    private readonly IReadOnlyList<string> columns;
    private readonly double[] contributions; // flows x columns

    internal FlowExplanation(FlowTable flows, FlowTable expected, IReadOnlyList<string> columns, double[] contributions)
    {
        this.flows = flows;
        this.expected = expected;
        this.columns = columns;
        this.contributions = contributions;
    }

    /// <summary>The columns that added most to the score of flow <paramref name="row"/>, largest first; of equal ones the first column.
    /// With each its value and the one that was expected, as text, and how far the score falls when it is set to that. Columns act
    /// together: the parts need not add up to the score.</summary>
    public IReadOnlyList<(string Column, string Value, string Expected, double Contribution)> Top(int row, int count = 5) =>
    [
        .. Ranked(row).Take(count).Select(column => (
            columns[column], Text(flows, columns[column], row), Text(expected, columns[column], row),
            contributions[(row * columns.Count) + column])),
    ];

    /// <summary>All columns by their part in the score of a flow, largest first.</summary>
    internal int[] Ranked(int row) =>
        [.. Enumerable.Range(0, columns.Count).OrderByDescending(column => contributions[(row * columns.Count) + column])];

    private static string Text(FlowTable table, string column, int row) => table.HasCategory(column)
        ? table.Category(column)[row]
        : table.Number(column)[row].ToString("G6", CultureInfo.InvariantCulture);
}
