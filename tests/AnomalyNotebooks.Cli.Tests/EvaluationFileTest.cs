using System.Text.Json;
using AnomalyNotebooks.Cli.Evaluating;

namespace AnomalyNotebooks.Cli.Tests;

public sealed class EvaluationFileTest
{
    private static readonly Provenance From = new(
        new DataProvenance("UNSW-NB15, 82,332 flows", "abc", "def", IsSynthetic: false), Training: null, AttackHalf.Final,
        ["random-holdout", "block"],
        ["pca", "made up"], Ttl: true, [1, 2], 40, "0.1.0", "0123456789abcdef", IsClean: true)
        { Date = "2026-11-24", Machines = ["a processor"] };

    [Fact]
    public void What_is_written_is_read_again()
    {
        EvaluationFile file = EvaluationFile.Of(From, Trials(From)), read = EvaluationFile.Read(file.Write());

        Assert.Equal(file.Write(), read.Write());
        Assert.Equal(4, read.Results.Count);
        Assert.Equal(("pca", "block"), (read.Results[2].Detector, read.Results[2].Protocol));
        Assert.Equal(From.ToString(), read.Provenance.ToString());
    }

    [Fact]
    public void The_shape_is_the_one_that_others_read()
    {
        JsonElement root = JsonDocument.Parse(EvaluationFile.Of(From, Trials(From)).Write()).RootElement;

        Assert.Equal(["provenance", "results", "differences"], root.EnumerateObject().Select(p => p.Name));
        Assert.Equal(
            ["data", "training", "half", "protocols", "detectors", "ttl", "later", "seeds", "resamples", "version", "commit", "clean",
                "date", "machines"],
            root.GetProperty("provenance").EnumerateObject().Select(p => p.Name));
        Assert.Equal(["mean", "sd", "low", "high"], root.GetProperty("results")[0].GetProperty("metrics").GetProperty("auroc")
            .EnumerateObject().Select(p => p.Name));
        Assert.Equal("made up", root.GetProperty("differences")[0].GetProperty("detector").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"provenance\": 3}")]
    public void Anything_else_is_refused(string json) => Assert.Throws<AnomalyException>(() => EvaluationFile.Read(json));

    [Fact]
    public void Parts_in_any_order_make_the_file_of_one_run()
    {
        IReadOnlyList<NamedTrial> trials = Trials(From);
        EvaluationPart Part(int number) =>
            EvaluationPart.Read(new EvaluationPart(number, 3, From, [.. trials.Where((_, i) => i % 3 == number - 1)]).Write());

        EvaluationFile merged = EvaluationPart.Merge([("c", Part(3)), ("a", Part(1)), ("b", Part(2))]);

        Assert.Equal(EvaluationFile.Of(From, trials).Write(), merged.Write());
        Assert.Contains("part 3", Assert.Throws<AnomalyException>(() => EvaluationPart.Merge([("a", Part(1)), ("b", Part(2))])).Message,
            StringComparison.Ordinal);
        Assert.Contains("part 2", Assert.Throws<AnomalyException>(() =>
            EvaluationPart.Merge([("a", Part(1)), ("b", Part(2)), ("b", Part(2)), ("c", Part(3))])).Message, StringComparison.Ordinal);
        EvaluationPart other = Part(3) with { Provenance = From with { Commit = "another" } };
        Assert.Contains("same evaluation", Assert.Throws<AnomalyException>(() =>
            EvaluationPart.Merge([("a", Part(1)), ("b", Part(2)), ("c", other)])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0/3")]
    [InlineData("4/3")]
    [InlineData("3")]
    [InlineData("a/b")]
    public void A_part_that_is_none_is_refused(string text) =>
        Assert.Contains("3/10", Assert.Throws<AnomalyException>(() => EvaluationPart.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_parts_of_a_plan_are_its_jobs_each_once_and_what_shares_members_stays_together()
    {
        var plan = new EvaluationPlan(EvaluationProtocol.All, DetectorCatalog.All, [], [1, 2], []);
        IReadOnlyList<EvaluationJob> jobs = plan.Jobs();

        Assert.Equal(2 * EvaluationProtocol.All.Count * DetectorCatalog.All.Count,
            jobs.Sum(job => job.Protocols.Count * job.Detectors.Count));
        Assert.Equal(jobs.Count, Enumerable.Range(1, 5).Sum(number => plan.Jobs((number, 5)).Count));
        EvaluationJob ensemble = jobs.First(job => job.Detectors.Any(detector => detector.Detector is DetectorEnsemble));
        Assert.True(ensemble.Detectors.Count > 1, "the members are judged with it");
    }

    [Fact]
    public void The_table_has_one_line_a_result_and_says_what_was_left_out()
    {
        Provenance from = From with { Ttl = false };
        string[] lines = EvaluationTable.Markdown(EvaluationFile.Of(from, Trials(from)).Results).TrimEnd('\n').Split('\n');

        Assert.Equal(6, lines.Length);
        Assert.Single(lines.Select(line => line.Length).Distinct());
        Assert.Contains("random-holdout, no TTL", lines[2], StringComparison.Ordinal);
        Assert.Contains("±", lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("half", "development", true)]
    [InlineData("half", "final", false)]
    [InlineData("seeds", "3", true)]
    [InlineData("seeds", "2", false)]
    [InlineData("data", "nsl-kdd", true)]
    [InlineData("data", "unsw-nb15", false)]
    public void Results_that_do_not_fit_their_heading_are_refused(string demand, string value, bool refused)
    {
        void Check() => PublicationCheck.Require(From, new Dictionary<string, string> { [demand] = value }, withTtl: true, "file");
        if (refused) Assert.Contains("does not fit the heading", Assert.Throws<AnomalyException>(Check).Message, StringComparison.Ordinal);
        else Check();
    }

    [Fact]
    public void Generated_flows_and_other_features_are_refused_under_any_heading()
    {
        Provenance synthetic = From with { Data = From.Data with { IsSynthetic = true } };
        Assert.Throws<AnomalyException>(() => PublicationCheck.Require(synthetic, new Dictionary<string, string>(), withTtl: true, "file"));
        Assert.Throws<AnomalyException>(() => PublicationCheck.Require(From, new Dictionary<string, string>(), withTtl: false, "file"));
    }

    [Fact]
    public void Each_scoring_of_the_final_half_is_logged_and_told()
    {
        using var folder = new Support.TemporaryFolder();
        Assert.Contains("not been scored yet", FinalHalfLog.Sentence(folder.Path), StringComparison.Ordinal);

        FinalHalfLog.Add(folder.Path, From, part: null);
        FinalHalfLog.Add(folder.Path, From with { Protocols = ["block"], IsClean = false }, part: "2/3");
        FinalHalfLog.Add(folder.Path, From with { Data = From.Data with { IsSynthetic = true } }, part: null);

        string sentence = FinalHalfLog.Sentence(folder.Path);
        Assert.Contains("scored 2 times", sentence, StringComparison.Ordinal);
        Assert.Contains("2 detectors, block, part 2/3", sentence, StringComparison.Ordinal);
        Assert.Contains("0123456789ab with changes", sentence, StringComparison.Ordinal);
        File.WriteAllText(FinalHalfLog.In(folder.Path), "{");
        Assert.Contains("damaged", Assert.Throws<AnomalyException>(() => FinalHalfLog.Add(folder.Path, From, part: null)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Made-up trials of all that a provenance names.</summary>
    internal static IReadOnlyList<NamedTrial> Trials(Provenance run)
    {
        var random = new SeededRandom(1);
        return [.. from seed in run.Seeds from detector in run.Detectors from protocol in run.Protocols
            select new NamedTrial(detector,
                new MeasuredTrial(protocol, seed, 1.5, 0.25, Metric.Reported.Append(Metric.RecallFor(0.01, "Worms"))
                .ToDictionary(metric => metric, _ =>
                    (random.NextDouble(), Enumerable.Range(0, 40).Select(_ => random.NextDouble()).ToArray()))))];
    }
}
