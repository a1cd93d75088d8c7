using System.Globalization;
using AnomalyNotebooks.Cli.Cards;
using AnomalyNotebooks.Cli.Evaluating;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Cards;

public sealed class CardTest
{
    private static readonly FlowTable Flows = SyntheticFlows.Generate(FlowProfile.Bundled, 3000);
    private static readonly DetectorBundle Model = DetectorBundle.Fit(DetectorCatalog.Named("pca"), NormalFlows.Of(Flows));
    private static readonly EvaluationFile Recorded =
        EvaluationFile.Read(File.ReadAllText(Path.Combine(Repository.Root, "data", "results", "evaluation.json")));

    [Fact]
    public void A_model_card_shows_what_the_evaluation_recorded_and_says_where_it_used_other_flows()
    {
        string card = ModelCard.Of("m.safetensors", "abc", Model, [Recorded]).ToString();

        EvaluationResult home = Recorded.Results.First(r => r is { Detector: "pca", Protocol: "random-holdout" }),
            away = Recorded.Results.First(r => r is { Detector: "pca", Protocol: "block" });
        foreach (EvaluationResult result in (EvaluationResult[])[home, away])
        {
            Assert.Contains(result[Metric.Auroc].Mean.ToString("0.000", CultureInfo.InvariantCulture), card, StringComparison.Ordinal);
            Assert.Contains(CardText.Percent(result[Metric.FprFor(0.01)].Mean), card, StringComparison.Ordinal);
        }

        foreach (string heading in (string[])["What it is for", "What it must not be used for", "How it was judged",
            "False alarms when traffic changes", "Without the time to live", "What it finds, by kind of attack"])
            Assert.Contains($"\n## {heading}\n", card, StringComparison.Ordinal);
        Assert.Contains("**Other flows.**", card, StringComparison.Ordinal);
        Assert.Contains("| Reconnaissance | ", card, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", card, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_evaluation_a_model_card_says_that_nothing_is_known()
    {
        string card = ModelCard.Of("m.safetensors", "abc", Model, []).ToString();
        Assert.Contains("**Not at all, as far as this card knows.**", card, StringComparison.Ordinal);
        Assert.DoesNotContain("AUROC", card, StringComparison.Ordinal);
    }

    [Fact]
    public void An_evaluation_of_other_detectors_is_refused() => Assert.Contains("Evaluate it",
        Assert.Throws<AnomalyException>(() => ModelCard.Of("m", "abc", Model with { Name = "mine" }, [Recorded])).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_data_card_counts_what_is_in_the_flows()
    {
        string card = DataCard.Of(Flows).ToString();
        DuplicateFlows repeats = DuplicateFlows.Count(Flows);
        Assert.Contains(Flows.Fingerprint(), card, StringComparison.Ordinal);
        Assert.Contains($"{CardText.Whole(repeats.AttackRepeats)} of them repeat", card, StringComparison.Ordinal);
        Assert.Contains($"| Generic | {CardText.Whole(Flows.RowsOf("Generic").Length)} |", card, StringComparison.Ordinal);
        Assert.Contains("| sttl | ", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_writes_Markdown_and_a_page_that_loads_nothing()
    {
        using var folder = new TemporaryFolder();
        FlowCsvFile.Write(Flows, folder.File("flows.csv"));
        Model.Save(folder.File("m.safetensors"));
        string evaluation = Path.Combine(Repository.Root, "data", "results", "evaluation.json");
        foreach (string[] arguments in (string[][])[["m.safetensors", "--evaluation", evaluation, "--out", "card.md"],
            ["m.safetensors", "--evaluation", evaluation, "--out", "card.html"], ["flows.csv", "--out", "data.html"]])
        {
            Outcome outcome = await Anomaly.RunAsync(folder.Path, ["card", .. arguments]);
            Assert.True(outcome.ExitCode == ExitCode.Ok, outcome.Error);
        }

        Assert.StartsWith("# Model card: pca\n", File.ReadAllText(folder.File("card.md")), StringComparison.Ordinal);
        foreach (string page in (string[])["card.html", "data.html"])
        {
            await using Page opened = await Page.OpenAsync(folder.File(page), width: 400);
            Assert.Empty(opened.Complaints);
            Assert.DoesNotContain("<script", File.ReadAllText(folder.File(page)), StringComparison.Ordinal);
            Assert.Equal(400, await opened.Content.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }

        Assert.Equal(ExitCode.Usage, (await Anomaly.RunAsync(folder.Path, "card", "flows.csv", "--out", "card.pdf")).ExitCode);
    }

    [Fact]
    public void Names_from_a_file_are_no_markup() => Assert.Equal(@"\<b\>a\|b\*", CardText.Plain("<b>a|b*"));
}
