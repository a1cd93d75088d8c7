using System.Globalization;
using System.Text;

namespace AnomalyNotebooks.Cli.Documentation;

/// <summary>The tables of detectors: what <c>anomaly evaluate --json</c> has saved.</summary>
internal static class DetectorTables
{
    /// <summary>The best detector under each protocol, one row a protocol.</summary>
    public static string Best(IReadOnlyList<EvaluationResult> results)
    {
        var table = new StringBuilder(
            """
            | protocol | AUROC | 95 % | AP at 1 % attacks | TPR at 0.1 % FPR | at 1 % | at 5 % | FPR for 1 %: set once | renewed | for 5 %: set once | renewed |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |

            """);
        foreach (EvaluationResult result in results.Where(result => result.Detector == DetectorCatalog.Best.Name))
            table.Append("| ").AppendJoin(" | ",
                Protocol(result), $"{Number(result["auroc"].Mean, 4)} ± {Number(result["auroc"].Sd, 4)}",
                $"{Number(result["auroc"].Low, 3)} to {Number(result["auroc"].High, 3)}", Number(result["averagePrecisionAt1"].Mean, 3),
                Number(result["tprAt01"].Mean, 3), Number(result["tprAt1"].Mean, 3), Number(result["tprAt5"].Mean, 3),
                Percent(result["achievedFprAt1"]), Percent(result["renewedFprAt1"]), Percent(result["achievedFprAt5"]), Percent(result["renewedFprAt5"])).Append(" |\n");
        return table.ToString();
    }

    /// <summary>AUROC of every detector under every protocol, the order that of the catalogue; and what it costs under the first.</summary>
    public static string All(IReadOnlyList<EvaluationResult> results)
    {
        string[] protocols = [.. results.Select(Protocol).Distinct(StringComparer.Ordinal)];
        var table = new StringBuilder("| detector | ").AppendJoin(" | ", protocols).Append(" | TPR at 1 % FPR | fit, s | score, s |\n| --- |")
            .Append(string.Concat(Enumerable.Repeat(" ---: |", protocols.Length + 3))).Append('\n');
        string[] catalogue = [.. DetectorCatalog.All.Select(detector => detector.Name)];
        foreach (IGrouping<string, EvaluationResult> detector in results.GroupBy(result => result.Detector, StringComparer.Ordinal)
            .OrderBy(detector => Array.IndexOf(catalogue, detector.Key)))
        {
            EvaluationResult first = detector.First();
            table.Append("| ").Append(detector.Key).Append(" | ")
                .AppendJoin(" | ", protocols.Select(protocol => detector.FirstOrDefault(result => Protocol(result) == protocol) is { } result ? Number(result["auroc"].Mean, 4) : ""))
                .Append(" | ").Append(Number(first["tprAt1"].Mean, 3)).Append(" | ").Append(Number(first.FitSeconds, 1)).Append(" | ")
                .Append(Number(first.ScoreSeconds, 1)).Append(" |\n");
        }

        return table.ToString();
    }

    private static string Protocol(EvaluationResult result) => result.Protocol + (result.Ttl ? "" : ", no TTL");

    private static string Number(double value, int digits) => value.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Percent(MetricSummary rate) => Number(rate.Mean * 100, 2) + " %";
}
