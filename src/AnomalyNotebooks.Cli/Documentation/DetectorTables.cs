using System.Text;
using AnomalyNotebooks.Cli.Evaluating;

namespace AnomalyNotebooks.Cli.Documentation;

/// <summary>The tables of detectors: what <c>anomaly evaluate --json</c> has saved, each under a line that says where it came
/// from.</summary>
internal static class DetectorTables
{
    private static readonly Column[] Columns =
    [
        new("1 % asked: FPR got", IsBrief: true, result => EvaluationTable.Percent(result, Metric.FprFor(0.01))),
        new("recall there", IsBrief: true, result => EvaluationTable.Percent(result, Metric.RecallFor(0.01))),
        new("1 % for later: FPR got", IsBrief: true, result => EvaluationTable.Percent(result, Metric.FprFor(0.01).Later())),
        new("recall there", IsBrief: true, result => EvaluationTable.Percent(result, Metric.RecallFor(0.01).Later())),
        new("keen: FPR got", IsBrief: false, result => EvaluationTable.Percent(result, Metric.FprFor(0.01).Later(keen: true))),
        new("recall there", IsBrief: false, result => EvaluationTable.Percent(result, Metric.RecallFor(0.01).Later(keen: true))),
        new("5 % asked: FPR got", IsBrief: false, result => EvaluationTable.Percent(result, Metric.FprFor(0.05))),
        new("recall there", IsBrief: false, result => EvaluationTable.Percent(result, Metric.RecallFor(0.05))),
        new("AUROC", IsBrief: true, result => EvaluationTable.Number(result, Metric.Auroc, 4)),
        new("95 %", IsBrief: true, result => result[Metric.Auroc] is var auroc
            ? $"{EvaluationTable.Number(auroc.Low, 3)} to {EvaluationTable.Number(auroc.High, 3)}" : ""),
        new("AP at 1 % attacks", IsBrief: false, result => EvaluationTable.Number(result, Metric.AveragePrecision(0.01), 3)),
        new("TPR at 0.1 % FPR*", IsBrief: false, result => EvaluationTable.Number(result, Metric.TprAt(0.001), 3)),
        new("TPR at 1 % FPR*", IsBrief: true, result => EvaluationTable.Number(result, Metric.TprAt(0.01), 3)),
        new("at 5 %*", IsBrief: false, result => EvaluationTable.Number(result, Metric.TprAt(0.05), 3)),
    ];

    // What a brief table shows: the protocols that say most, and of their figures those that a user would have.
    private static readonly EvaluationProtocol[] Brief = [EvaluationProtocol.RandomHoldout, EvaluationProtocol.Block,
        EvaluationProtocol.Distinct];

    /// <summary>The best detector under each protocol, one row a protocol.</summary>
    /// <param name="files">The results.</param>
    /// <param name="brief">Whether only what leads is shown; else every protocol and every figure.</param>
    public static string Best(IReadOnlyList<EvaluationFile> files, bool brief)
    {
        EvaluationResult[] results = [.. files.SelectMany(file => file.Results).Where(result =>
            result.Detector == DetectorCatalog.Best.Name && (!brief || Brief.Any(protocol => protocol.Name == result.Protocol)))];
        Column[] columns = [.. Columns.Where(column =>
            (!brief || column.IsBrief) && results.Any(result => column.Cell(result).Length > 0))];
        StringBuilder table = Heading(files).Append("| protocol | ").AppendJoin(" | ", columns.Select(column => column.Title))
            .Append(" |\n| --- |")
            .Append(string.Concat(Enumerable.Repeat(" ---: |", columns.Length))).Append('\n');
        foreach (EvaluationResult result in results)
            table.Append("| ").Append(Protocol(result)).Append(" | ").AppendJoin(" | ", columns.Select(column => column.Cell(result)))
                .Append(" |\n");
        string later = results.Any(result => result.Metrics.ContainsKey(Metric.FprFor(0.01).Later()))
            ? "*for later*: set beforehand on stretches of normals that further fits left out, all together"
                + (brief ? ". " : "; *keen*: the mean of the stretches' own thresholds. ")
            : "";
        return table.Append($"\n*asked*: the threshold was set beforehand, on held-out normals. {later}\\*: a threshold that the judged "
            + "normals choose, which nobody has in use. ±: standard deviation over seeds; 95 %: bootstrap over groups of equal flows and "
            + "over seeds.\n").ToString();
    }

    /// <summary>Every detector in the order of the catalogue: AUROC under each protocol, and what 1 % asked came to under the first two;
    /// then how far the best is ahead.</summary>
    /// <param name="files">The results.</param>
    /// <param name="brief">Whether the first two protocols are enough, else every one.</param>
    /// <param name="times">The seconds of fits and scoring.</param>
    public static string All(IReadOnlyList<EvaluationFile> files, bool brief, EvaluationTimes? times = null)
    {
        EvaluationResult[] results = [.. files.SelectMany(file => file.Results)];
        string[] every = [.. results.Select(Protocol).Distinct(StringComparer.Ordinal)], asked = [.. every.Take(2)],
            protocols = brief ? asked : every, catalogue = [.. DetectorCatalog.All.Select(detector => detector.Name)];
        string[] titles =
        [
            .. protocols.Select(protocol => $"AUROC, {protocol}"), .. asked.SelectMany(protocol =>
                (string[])[$"FPR where 1 % is asked, {protocol}", "recall there"]),
            .. times is null ? (string[])[] : ["fit, s", "score, s"],
        ];
        StringBuilder table = Heading(files).Append("| detector | ").AppendJoin(" | ", titles).Append(" |\n| --- |")
            .Append(string.Concat(Enumerable.Repeat(" ---: |", titles.Length))).Append('\n');
        foreach (IGrouping<string, EvaluationResult> detector in results.GroupBy(result => result.Detector, StringComparer.Ordinal)
            .OrderBy(detector => Array.IndexOf(catalogue, detector.Key)))
        {
            string Cell(string protocol, Func<EvaluationResult, string> cell) =>
                detector.FirstOrDefault(result => Protocol(result) == protocol) is { } result ? cell(result) : "";
            string[] cells =
            [
                .. protocols.Select(protocol => Cell(protocol, result => EvaluationTable.Number(result, Metric.Auroc, 4))),
                .. asked.SelectMany(protocol => (string[])
                    [Cell(protocol, result => EvaluationTable.Percent(result, Metric.FprFor(0.01))),
                        Cell(protocol, result => EvaluationTable.Percent(result, Metric.RecallFor(0.01)))]),
                .. times is null ? (string[])[] : times.Seconds.TryGetValue(detector.Key, out (double Fit, double Score) own)
                    ? [EvaluationTable.Number(own.Fit, 1), EvaluationTable.Number(own.Score, 1)] : ["", ""],
            ];
            table.Append("| ").Append(detector.Key).Append(" | ").AppendJoin(" | ", cells).Append(" |\n");
        }

        if (times is not null)
            table.Append($"\nSeconds: {RunStamp.Phrase(times.Provenance.Date, times.Provenance.Commit, times.Provenance.IsClean)}; ")
                .AppendJoin("; ", times.Provenance.Machines).Append(".\n");
        return table.Append(Differences(files)).ToString();
    }

    private static string Differences(IReadOnlyList<EvaluationFile> files)
    {
        // Protocols that say the same stand on one line.
        IGrouping<string, (string Protocol, string Verdict)>[] verdicts = [.. files.SelectMany(file => file.Differences)
            .GroupBy(difference => difference.Protocol + (difference.Ttl ? "" : ", no TTL"), StringComparer.Ordinal)
            .Select(protocol => (Protocol: protocol.Key, Verdict: Verdict([.. protocol])))
            .GroupBy(line => line.Verdict, StringComparer.Ordinal)];
        if (verdicts.Length == 0) return "";
        string detector = files.SelectMany(file => file.Differences).First().Detector;
        var lines = new StringBuilder(
            $"\nAUROC of `{detector}` beside the others; better and worse where a paired 95 % interval excludes 0:\n\n");
        foreach (IGrouping<string, (string Protocol, string Verdict)> verdict in verdicts)
            lines.Append("* ").AppendJoin("; ", verdict.Select(line => line.Protocol)).Append(": ").Append(verdict.Key).Append(".\n");
        return lines.ToString();
    }

    private static string Verdict(IReadOnlyList<DetectorDifference> differences)
    {
        (string Words, Func<MetricInterval, bool> Holds)[] cases =
        [
            ("better than ", auroc => auroc.Low > 0),
            ("worse than ", auroc => auroc.High < 0),
            ("no difference to ", auroc => !auroc.ExcludesZero),
        ];
        return string.Join("; ", cases
            .Select(one => (one.Words, Names: differences.Where(difference => one.Holds(difference.Metrics[Metric.Auroc]))
                .Select(difference => difference.Than).ToArray()))
            .Where(one => one.Names.Length > 0)
            .Select(one => one.Words + (one.Names.Length == differences.Count && one.Names.Length > 1
                ? $"all others ({string.Join(", ", one.Names)})" : string.Join(", ", one.Names))));
    }

    private static StringBuilder Heading(IReadOnlyList<EvaluationFile> files) =>
        new StringBuilder().AppendJoin("; and ", files.Select(file => file.Provenance.ToString()).Distinct(StringComparer.Ordinal))
            .Append(".\n\n");

    private static string Protocol(EvaluationResult result) => result.Protocol + (result.Ttl ? "" : ", no TTL");

    private sealed record Column(string Title, bool IsBrief, Func<EvaluationResult, string> Cell);
}
