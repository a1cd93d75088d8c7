using System.Globalization;

namespace AnomalyNotebooks;

/// <summary>Evaluation results as a Markdown table: one row a detector and protocol, means over the seeds.</summary>
internal static class EvaluationTable
{
    private static readonly (string Title, Func<EvaluationResult, string> Cell, bool IsNumber)[] Columns =
    [
        ("protocol", result => result.Protocol + (result.Ttl ? "" : ", no TTL"), false),
        ("detector", result => result.Detector, false),
        ("AUROC", result => Number(result["auroc"].Mean, 4) + (result.Seeds > 1 ? " ± " + Number(result["auroc"].Sd, 4) : ""), true),
        ("95 %", result => $"{Number(result["auroc"].Low, 3)} to {Number(result["auroc"].High, 3)}", true),
        ("AP", result => Number(result["averagePrecision"].Mean, 3), true),
        ("AP at 1 %", result => Number(result["averagePrecisionAt1"].Mean, 3), true),
        ("TPR at 0.1 %", result => Number(result["tprAt01"].Mean, 3), true),
        ("at 0.5 %", result => Number(result["tprAt05"].Mean, 3), true),
        ("at 1 %", result => Number(result["tprAt1"].Mean, 3), true),
        ("at 5 %", result => Number(result["tprAt5"].Mean, 3), true),
        ("FPR for 1 %", result => Percent(result["achievedFprAt1"].Mean), true),
        ("renewed", result => Percent(result["renewedFprAt1"].Mean), true),
        ("for 5 %", result => Percent(result["achievedFprAt5"].Mean), true),
        ("renewed", result => Percent(result["renewedFprAt5"].Mean), true),
        ("fit s", result => Number(result.FitSeconds, 1), true),
        ("score s", result => Number(result.ScoreSeconds, 1), true),
    ];

    /// <summary>The table, its columns padded so that it reads as plain text too.</summary>
    public static string Markdown(IReadOnlyList<EvaluationResult> results)
    {
        string[][] cells = [[.. Columns.Select(column => column.Title)], .. results.Select(result => Columns.Select(column => column.Cell(result)).ToArray())];
        int[] widths = [.. Columns.Select((_, c) => cells.Max(row => row[c].Length))];
        string[] rule = [.. Columns.Select((column, c) => column.IsNumber ? new string('-', widths[c] - 1) + ":" : new string('-', widths[c]))];
        return string.Join('\n', [Line(cells[0]), Line(rule), .. cells.Skip(1).Select(Line)]) + "\n";

        string Line(string[] row) =>
            "| " + string.Join(" | ", row.Select((cell, c) => Columns[c].IsNumber ? cell.PadLeft(widths[c]) : cell.PadRight(widths[c]))) + " |";
    }

    private static string Number(double value, int digits) => value.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Percent(double share) => Number(share * 100, 2) + " %";
}
