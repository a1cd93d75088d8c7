using System.Text.RegularExpressions;
using AnomalyNotebooks.Cli.Notebooks;

namespace AnomalyNotebooks.Cli.Tests.Workbook;

/// <summary>The exercises of the lessons: the solutions folded away below them, the cells that check answers, and wrong answers.</summary>
internal static partial class Solutions
{
    /// <summary>Answers that are wrong, by lesson: each is refused by the check that it calls, after the solutions have run.</summary>
    public static IReadOnlyDictionary<string, string[]> Wrong { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["01-exploration"] =
        [
            "Check1((\"no such\", \"dns\"))",
            "Check1((byShare[^1].Name, byShare.MaxBy(s => s.Attacks).Name))",
            "Check1((byShare[0].Name, byShare.MinBy(s => s.Attacks).Name))",
            "Check2(\"Normal\")",
            "Check3([])",
            "Check3([.. sttl.Distinct()])",
        ],
        ["02-correlation"] =
        [
            "Check1([\"attack\"])",
            "Check1([.. dropped.Select(d => d.Name)])",
            "Check2((\"dur\", \"rate\"))",
            "Check2(new[] { (\"sbytes\", \"spkts\"), (\"dbytes\", \"dpkts\"), (\"sbytes\", \"dbytes\") }"
                + ".MinBy(pair => Math.Abs(correlation[pair.Item1, pair.Item2] - spearman[pair.Item1, pair.Item2])))",
            "Check3([])",
            "Check3([.. correlation.Names])",
        ],
        ["03-training"] =
        [
            "Check1((model, model.History[^1].BestEpoch))",
            "Check1((hasty, 0))",
            "Check2((narrowing[..2], 1))",
            "Check2((narrowing, 100))",
            "Check3(held => held.Columns * Variance(held))",
            "Check3(_ => -1)",
            "Check3(_ => 1e9)",
        ],
        ["04-loss-distributions"] =
        [
            "Check1((model, []))",
            "Check1((absolute, [\"Normal\"]))",
            "Check2(0.95)",
            "Check2(NumberSummary.Of(\"loss\", normals).Quantile(0.95))",
            "Check3(split.Train)",
            "Check3(distinct.TestNormals[..1])",
            "Check3([.. distinct.TestNormals, distinct.TestNormals[0]])",
        ],
        ["05-detection"] =
        [
            "Check1(50)",
            "Check1(1)",
            "Check2((best, 0.01))",
            "Check2((later, 0.99))",
            "Check3(new AlarmRate(0, 0, 0.5, 1_000_000))",
            "Check3(new AlarmRate(1, 0, 0.001, 1_000_000))",
            "Check3(new AlarmRate(0.5, 0.0005 / 0.999, 0.001, 1_000_000))",
        ],
        ["06-label-leakage"] =
        [
            "Check1(([.. published], \"AUROC\"))",
            "Check1(([], \"AUROC\"))",
            "Check2(\"dur\")",
            "Check2(\"label\")",
            "Check3((four[..2], \"features\"))",
            "Check3(([four[0], four[0], four[2], four[3]], \"features\"))",
            "Check3((four, byFeatures > byNetwork ? \"network\" : \"features\"))",
            "Check4(1)",
            "Check4(0)",
        ],
        ["07-detectors"] =
        [
            "Check1((pairs[..1], true))",
            "Check1(([.. pairs.Select(p => (p.Pca, p.Pca))], true))",
            "Check1((pairs, !pairs.All(p => Auroc(p.Wide) > Auroc(p.Pca))))",
            "Check2(\"Normal\")",
            "Check3(-1)",
            "Check3(Enumerable.Range(0, nearest.Judged.Count).First(row => nearest.Judged.IsAttack[row]))",
        ],
        ["08-thresholds-and-alarms"] =
        [
            "Check1((50, false))",
            "Check1((0.01, true))",
            "Check1((bearable, bearable * (calibration.Length + 1) < 1))",
            "Check2(QuantileThreshold.Fit(recent, 0.5))",
            "Check2(QuantileThreshold.Fit([.. recent.Select(score => score - 1e9)], falsePositiveRate))",
            "Check2(QuantileThreshold.Fit([.. recent.Select(score => score + 1e9)], falsePositiveRate))",
            "Check3((1, 5))",
            "Check3((1, matrices[0].Recall))",
            "Check3((AlarmRate.Of(matrices[0], 0.0001, flowsPerDay).Precision, matrices[0].Recall / 10 + 0.5))",
        ],
        ["09-torchsharp"] =
        [
            "Check1(Figure.FromPlotlyJson(Plotly.NET.GenericChart.toJson(chart)))",
            "Check1(Pictures.Loss(ours.History, flows.Origin.Title))",
            "Check2((ours, ours))",
            "Check2((Large(\"managed\"), Autoencoder.Fit(options with { Engine = \"torchsharp\", Epochs = 1 }, train, validation, seed)))",
        ],
        ["10-your-own-flows"] =
        [
            "Check1((told, later))",
            "Check1((told, leaking.Take(rows[..cut])))",
            "Check2((2, 0))",
            "Check2((1, 0))",
            "Check2((bundle.TailProbability(fifth), -1))",
        ],
        ["11-operation"] =
        [
            "Check1((0.01, -1))",
            "Check1((2, 0.1))",
            "Check1((0, moved[0].Stability))",
            "Check2(1)",
            "Check2(49)",
            "Check2(changedScores.Length)",
        ],
    };

    /// <summary>The text of each solution, in order.</summary>
    public static IReadOnlyList<string> In(Notebook notebook) =>
        [.. notebook.Cells.Where(cell => cell.Kind == CellKind.Markdown).SelectMany(cell => Folded().Matches(cell.Source)).Select(match =>
            match.Groups["text"].Value)];

    /// <summary>The C# of a solution, cell by cell; empty where it needs none.</summary>
    public static IReadOnlyList<string> Code(string solution) => [.. Fence().Matches(solution).Select(match => match.Groups["code"].Value)];

    /// <summary>The cells that check an answer, in order.</summary>
    public static IReadOnlyList<NotebookCell> Checks(Notebook notebook) =>
        [.. notebook.CodeCells.Where(cell => cell.Source.StartsWith("Exercise Check", StringComparison.Ordinal))];

    [GeneratedRegex(@"^<details>\n<summary>Solution</summary>\n\n(?<text>.*?)\n\n</details>$",
        RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Folded();

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fence();
}
