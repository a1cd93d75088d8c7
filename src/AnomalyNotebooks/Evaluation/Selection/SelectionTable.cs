using System.Globalization;

namespace AnomalyNotebooks;

/// <summary>Selection results as a Markdown table, best mean over the withheld kinds first.</summary>
internal static class SelectionTable
{
    /// <summary>One row a detector: AUROC by withheld kind, their mean, then by mixed kind and the mean of these; at last what one per
    /// cent asked came to.</summary>
    public static string Markdown(IReadOnlyList<SelectionResult> results)
    {
        if (results.Count == 0) return "";
        string[] withheld = [.. results[0].Withheld.Keys], mixed = [.. results[0].Mixed.Keys],
            flagged = [.. results[0].Flagged.Keys];
        string[][] cells =
        [
            ["detector", .. withheld, "mean", .. mixed, "mean of mixed",
                .. flagged.Select(normals => $"FPR for 1 %, {normals}")],
            .. results.OrderByDescending(result => result.Mean).ThenBy(result => result.Detector, StringComparer.Ordinal)
                .Select(result => (string[])
            [
                result.Detector,
                .. withheld.Select(kind => Number(result.Withheld[kind], 3)),
                Number(result.Mean, 4),
                .. mixed.Select(kind => Number(result.Mixed[kind], 3)),
                Number(result.MixedMean, 4),
                .. flagged.Select(normals => $"{Number(100 * result.Flagged[normals], 2)} %"),
            ]),
        ];
        int[] widths = [.. cells[0].Select((_, c) => cells.Max(row => row[c].Length))];
        string rule = $"| {new string('-', widths[0])} | "
            + $"{string.Join(" | ", widths.Skip(1).Select(width => new string('-', width - 1) + ":"))} |";
        return string.Join('\n', [Line(cells[0]), rule, .. cells.Skip(1).Select(Line)]) + "\n";

        string Line(string[] row) =>
            "| " + string.Join(" | ", row.Select((cell, c) => c == 0 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))) + " |";
    }

    private static string Number(double value, int digits) =>
        value.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
