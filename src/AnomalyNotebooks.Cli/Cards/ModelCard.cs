using System.Globalization;
using AnomalyNotebooks.Cli.Evaluating;
using static AnomalyNotebooks.Cli.Cards.CardText;

namespace AnomalyNotebooks.Cli.Cards;

/// <summary>
/// The card of a saved detector: what it is for and not for, what it was fitted on, and how it did where it was evaluated. Every number
/// is read from the detector's file or from an evaluation.
/// </summary>
/// <remarks>After Mitchell et al., Model Cards for Model Reporting, FAT* 2019.</remarks>
internal static class ModelCard
{
    /// <summary>Writes the card.</summary>
    /// <param name="file">Name of the detector's file.</param>
    /// <param name="sha256">SHA-256 of its bytes.</param>
    /// <param name="model">The detector.</param>
    /// <param name="evaluations">Evaluations in which a detector of its name was judged, such as one with and one without TTL.</param>
    /// <exception cref="AnomalyException">An evaluation has no such detector.</exception>
    public static CardText Of(string file, string sha256, DetectorBundle model, IReadOnlyList<EvaluationFile> evaluations)
    {
        foreach (EvaluationFile other in evaluations.Where(evaluation => evaluation.Results.All(r => r.Detector != model.Name)))
            throw new AnomalyException($"The evaluation judged {string.Join(", ", other.Provenance.Detectors)}, and the model is "
                + $"'{model.Name}'. Evaluate it: anomaly evaluate --detector {model.Name} --json FILE");
        EvaluationResult[] results = [.. evaluations.SelectMany(evaluation => evaluation.Results)
            .Where(result => result.Detector == model.Name)];
        var card = new CardText().Heading(1, $"Model card: {Plain(model.Name)}")
            .Block("Made by `anomaly card` from the files named in it.")
            .Heading(2, "What it is")
            .Facts(("detector", $"{Plain(model.Name)}, seed {model.Seed}, library {Plain(model.LibraryVersion)}"),
                ("file", $"{Plain(file)}, SHA-256 `{sha256}`"),
                ("fitted on", $"the normal flows of {Plain(model.DataTitle)}, SHA-256 `{Plain(model.DataSha256)}`"),
                ("reads", $"{model.Schema.Features.Count} columns of the schema {Plain(model.Schema.Name)}"),
                ("answers with", "a score for each flow, higher is more anomalous, and an alarm where it is above the threshold"),
                ("threshold", string.Create(CultureInfo.InvariantCulture,
                    $"{model.Threshold.Value:G6}: {Plain(model.Threshold.Description)}")),
                ("asked for", model.Threshold.TargetFalsePositiveRate is { } rate ? $"{Percent(rate)} false alarms among normal flows"
                    : null))
            .Heading(2, "What it is for")
            .Block("It ranks flows by how unlike they are to the normal flows it was fitted on, so that a person looks at the few that are "
                + "most unlike. It learnt no kind of attack and names none.")
            .Heading(2, "What it must not be used for")
            .List([.. Misuses(model, results)]);
        if (results.Length == 0)
        {
            return card.Heading(2, "How it was judged")
                .Block("**Not at all, as far as this card knows.** Without an evaluation nothing can "
                + $"be said about what it finds or how often it is wrong: `anomaly evaluate --detector {Plain(model.Name)} --json FILE`, "
                + "then `anomaly card` with `--evaluation FILE`.");
        }

        Judged(card, model, evaluations, results);
        Shift(card, results);
        WithoutTtl(card, model, results);
        Categories(card, results);
        return card;
    }

    private static IEnumerable<string> Misuses(DetectorBundle model, EvaluationResult[] results)
    {
        yield return "To block traffic or to accuse somebody without a person who has looked: an alarm says unusual, not evil.";
        yield return "As a proof that traffic without alarms is clean.";
        yield return $"On flows that another tool has measured, or in another network, without a new fit and a new threshold on normal "
            + $"flows from there. Its columns are those of {Plain(model.Schema.Name)}.";
        yield return "Where most flows may be attacks: what it was fitted on has to be normal.";
        if (Worst(results) is { } hard) yield return $"To find {Plain(hard.Category)}: of these flows it found {Percent(hard.Recall)} at "
            + $"best, in any protocol of the evaluation.";
    }

    // The category of which the best protocol finds least.
    private static (string Category, double Recall)? Worst(EvaluationResult[] results) => Recalls(results)
        .GroupBy(recall => recall.Category, StringComparer.Ordinal)
        .Select(category => ((string, double)?)(category.Key, category.Max(recall => recall.Recall)))
        .MinBy(category => category!.Value.Item2);

    private static void Judged(CardText card, DetectorBundle model, IReadOnlyList<EvaluationFile> evaluations, EvaluationResult[] results)
    {
        card.Heading(2, "How it was judged");
        foreach (EvaluationFile evaluation in evaluations) card.Block(Plain(evaluation.Provenance.ToString()) + ".");
        card.Block("Each protocol fits the detector anew, with the same settings, and judges it by flows that took no part: the figures "
            + "are those of the method, not of the very file that this card describes.");
        if (evaluations.Any(evaluation => evaluation.Provenance.Data.Sha256 != model.DataSha256))
            card.Block("**Other flows.** An evaluation was made on other flows than those this detector was fitted on (their SHA-256 "
                + "differ).");
        double[] rates = Rates(results);
        card.Table(["protocol", .. rates.SelectMany(rate => (string[])[$"false alarms where {Percent(rate)} is asked", "attacks found"]),
            "AUROC", "95 % of resampled flows", "seeds"],
            results.Select(result => (string[])[Protocol(result), .. rates.SelectMany(rate => (string[])
                [Shown(result, Metric.FprFor(rate)), Shown(result, Metric.RecallFor(rate))]),
                Number(result[Metric.Auroc].Mean), $"{Number(result[Metric.Auroc].Low)} to {Number(result[Metric.Auroc].High)}",
                Whole(result.Seeds)]));
        card.Block("Thresholds were set beforehand, on normal flows that were held out. AUROC is the chance that a random attack scores "
            + "higher than a random normal flow.");
    }

    private static void Shift(CardText card, EvaluationResult[] results)
    {
        card.Heading(2, "False alarms when traffic changes");
        EvaluationResult? home = Find(results, EvaluationProtocol.RandomHoldout), away = Find(results, EvaluationProtocol.Block);
        if (home is null || away is null)
        {
            card.Block("Not measured: it takes the protocols random-holdout and block.");
            return;
        }

        double[] rates = Rates(results);
        card.Table(["asked for", "at home (random-holdout)", "another stretch of the file (block)",
            "block, threshold set for later traffic"],
            rates.Select(rate => (string[])[Percent(rate), Shown(home, Metric.FprFor(rate)), Shown(away, Metric.FprFor(rate)),
                Shown(away, Metric.FprFor(rate).Later())]));
        double asked = rates[0], got = away[Metric.FprFor(asked)].Mean;
        card.Block(got > 1.5 * asked
            ? $"On the other stretch {Percent(got)} of the normal flows raised an alarm where {Percent(asked)} was asked for. Watch the "
                + "rate of alarms, and set the threshold anew when traffic changes."
            : $"On the other stretch the rate stayed near what was asked for ({Percent(got)} for {Percent(asked)}). That is one change of "
                + "traffic, not every one: watch the rate of alarms.");
    }

    private static void WithoutTtl(CardText card, DetectorBundle model, EvaluationResult[] results)
    {
        if (model.Schema.WithRole(ColumnRole.TimeToLive).Count == 0) return;
        card.Heading(2, "Without the time to live");
        EvaluationResult[] without = [.. results.Where(result => !result.Ttl)];
        if (without.Length == 0)
        {
            card.Block("Not measured. Time to live can tell the machines of a laboratory apart instead of attacks: "
                + $"`anomaly evaluate --detector {Plain(model.Name)} --without-ttl --json FILE` measures what is left.");
            return;
        }

        double rate = Rates(results)[0];
        card.Table(["protocol", "AUROC with", "AUROC without", "attacks found with", "attacks found without"],
            without.Select(result => (Without: result, With: Array.Find(results, other => other.Ttl && other.Protocol == result.Protocol)))
                .Select(pair => (string[])[Plain(pair.Without.Protocol), pair.With is { } with ? Number(with[Metric.Auroc].Mean) : "",
                    Number(pair.Without[Metric.Auroc].Mean), pair.With is { } other ? Shown(other, Metric.RecallFor(rate)) : "",
                    Shown(pair.Without, Metric.RecallFor(rate))]));
    }

    private static void Categories(CardText card, EvaluationResult[] results)
    {
        string[] protocols = [.. results.Select(Protocol).Distinct()];
        var recalls = Recalls(results).ToLookup(recall => recall.Category, StringComparer.Ordinal);
        if (recalls.Count == 0) return;
        card.Heading(2, "What it finds, by kind of attack")
            .Block($"Share of the attacks found where {Percent(Rates(results)[0])} of false alarms is asked for.")
            .Table(["category", .. protocols], recalls.OrderByDescending(category => category.Max(recall => recall.Recall))
                .Select(category => (string[])[Plain(category.Key), .. protocols.Select(protocol =>
                    category.FirstOrDefault(recall => recall.Protocol == protocol) is { Protocol: not null } found
                        ? Percent(found.Recall) : "")]));
    }

    private static IEnumerable<(string Category, string Protocol, double Recall)> Recalls(EvaluationResult[] results) =>
        from result in results
        let asked = Rates(results).FirstOrDefault()
        from metric in result.Metrics
        where metric.Key is { Kind: MetricKind.Recall, Category: not null, Source: ThresholdSource.HeldOut } key && key.Rate == asked
            && double.IsFinite(metric.Value.Mean)
        select (metric.Key.Category!, Protocol(result), metric.Value.Mean);

    // The rates asked for, the lowest first.
    private static double[] Rates(EvaluationResult[] results) => [.. results.SelectMany(result => result.Metrics.Keys)
        .Where(metric => metric is { Kind: MetricKind.Fpr, Source: ThresholdSource.HeldOut }).Select(metric => metric.Rate)
            .Distinct().Order()];

    private static EvaluationResult? Find(EvaluationResult[] results, EvaluationProtocol protocol) =>
        Array.Find(results, result => result.Protocol == protocol.Name && result.Ttl)
        ?? Array.Find(results, result => result.Protocol == protocol.Name);

    private static string Protocol(EvaluationResult result) => Plain(result.Protocol) + (result.Ttl ? "" : ", no TTL");

    private static string Shown(EvaluationResult result, Metric metric) =>
        result.Metrics.TryGetValue(metric, out MetricInterval? value) ? Percent(value.Mean) : "";

    private static string Number(double value) => double.IsNaN(value) ? "" : value.ToString("0.000", CultureInfo.InvariantCulture);
}
