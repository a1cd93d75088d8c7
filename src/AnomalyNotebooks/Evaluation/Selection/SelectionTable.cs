using System.Globalization;

namespace AnomalyNotebooks;

/// <summary>Selection results as a Markdown table, best mean first.</summary>
public static class SelectionTable
{
    /// <summary>One row a detector, AUROC by kind of anomaly and their mean.</summary>
    public static string Markdown(IReadOnlyList<SelectionResult> results)
    {
        if (results.Count == 0) return "";
        string[] kinds = [.. results[0].Auroc.Keys];
        string[][] cells =
        [
            ["detector", .. kinds, "mean", "seconds"],
            .. results.OrderByDescending(result => result.Mean).ThenBy(result => result.Detector, StringComparer.Ordinal).Select(result => (string[])
                [result.Detector, .. kinds.Select(kind => Number(result.Auroc[kind], 3)), Number(result.Mean, 4), Number(result.Seconds, 0)]),
        ];
        int[] widths = [.. cells[0].Select((_, c) => cells.Max(row => row[c].Length))];
        string rule = $"| {new string('-', widths[0])} | {string.Join(" | ", widths.Skip(1).Select(width => new string('-', width - 1) + ":"))} |";
        return string.Join('\n', [Line(cells[0]), rule, .. cells.Skip(1).Select(Line)]) + "\n";

        string Line(string[] row) => "| " + string.Join(" | ", row.Select((cell, c) => c == 0 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))) + " |";
    }

    private static string Number(double value, int digits) => value.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
