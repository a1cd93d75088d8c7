using System.Globalization;

namespace AnomalyNotebooks.Cli.Evaluating;

/// <summary>Evaluation results as a Markdown table: one row a detector and protocol, means over the seeds.</summary>
internal static class EvaluationTable
{
    private static readonly (string Title, Func<EvaluationResult, string> Cell, bool IsNumber)[] Columns =
    [
        ("protocol", result => result.Protocol + (result.Ttl ? "" : ", no TTL"), false),
        ("detector", result => result.Detector, false),
        ("1 % asked: FPR", result => Percent(result, Metric.FprFor(0.01)), true),
        ("recall", result => Percent(result, Metric.RecallFor(0.01)), true),
        ("5 % asked: FPR", result => Percent(result, Metric.FprFor(0.05)), true),
        ("recall", result => Percent(result, Metric.RecallFor(0.05)), true),
        ("1 % for later: FPR", result => Percent(result, Metric.FprFor(0.01).Later()), true),
        ("recall", result => Percent(result, Metric.RecallFor(0.01).Later()), true),
        ("keen: FPR", result => Percent(result, Metric.FprFor(0.01).Later(keen: true)), true),
        ("recall", result => Percent(result, Metric.RecallFor(0.01).Later(keen: true)), true),
        ("AUROC", result => Number(result, Metric.Auroc, 4), true),
        ("95 %", result => result[Metric.Auroc] is var auroc ? $"{Number(auroc.Low, 3)} to {Number(auroc.High, 3)}" : "", true),
        ("AP at 1 %", result => Number(result, Metric.AveragePrecision(0.01), 3), true),
        ("TPR at 0.1 % *", result => Number(result, Metric.TprAt(0.001), 3), true),
        ("at 1 % *", result => Number(result, Metric.TprAt(0.01), 3), true),
        ("at 5 % *", result => Number(result, Metric.TprAt(0.05), 3), true),
    ];

    /// <summary>What stands below the table.</summary>
    public const string Note =
        "asked: threshold set beforehand on held-out normals. for later: threshold set beforehand on stretches of normals that further "
            + "fits left out, all together; keen: the mean of the stretches' own. * threshold chosen by the normals that are judged, "
                + "which nobody has in use. ± deviation over seeds.";

    /// <summary>The table, its columns padded so that it reads as plain text too.</summary>
    public static string Markdown(IReadOnlyList<EvaluationResult> results)
    {
        (string Title, Func<EvaluationResult, string> Cell, bool IsNumber)[] columns =
            [.. Columns.Where(column => results.Any(result => column.Cell(result).Length > 0))];
        string[][] cells = [[.. columns.Select(column => column.Title)], .. results.Select(result =>
            columns.Select(column => column.Cell(result)).ToArray())];
        int[] widths = [.. columns.Select((_, c) => cells.Max(row => row[c].Length))];
        string[] rule = [.. columns.Select((column, c) => column.IsNumber ? new string('-', widths[c] - 1) + ":"
            : new string('-', widths[c]))];
        return string.Join('\n', [Line(cells[0]), Line(rule), .. cells.Skip(1).Select(Line)]) + "\n";

        string Line(string[] row) =>
            "| " + string.Join(" | ", row.Select((cell, c) => columns[c].IsNumber ? cell.PadLeft(widths[c]) : cell.PadRight(widths[c])))
                + " |";
    }

    /// <summary>A mean, with its deviation over seeds where there are several; empty where it was not measured.</summary>
    public static string Number(EvaluationResult result, Metric metric, int digits) =>
        !result.Metrics.TryGetValue(metric, out MetricInterval? value)
        ? ""
        : Number(value.Mean, digits) + (result.Seeds > 1 ? " ± " + Number(value.Deviation, digits) : "");

    /// <summary>The same in per cent.</summary>
    public static string Percent(EvaluationResult result, Metric metric) => !result.Metrics.TryGetValue(metric, out MetricInterval? value)
        ? ""
        : Number(value.Mean * 100, 2) + (result.Seeds > 1 ? " ± " + Number(value.Deviation * 100, 2) : "") + " %";

    /// <summary>A number as tables show it.</summary>
    public static string Number(double value, int digits) =>
        value.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
