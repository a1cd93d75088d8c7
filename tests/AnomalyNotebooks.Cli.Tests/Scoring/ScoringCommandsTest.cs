using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Scoring;

public sealed class ScoringCommandsTest : IAsyncLifetime
{
    private static readonly FlowTable Flows = SyntheticFlows.Generate(FlowProfile.Bundled, 3000);

    private readonly TemporaryFolder folder = new();

    public async ValueTask InitializeAsync()
    {
        FlowCsvFile.Write(Flows, folder.File("flows.csv"));
        Outcome fitted = await Run("fit", "flows.csv", "--out", "model.safetensors", "--detector", "isolation-forest", "--rate", "0.02",
            "--seed", "4");
        Assert.True(fitted.ExitCode == 0, fitted.Error);
        Assert.Contains("threshold", fitted.Output, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_saved_detector_scores_as_the_library_does_and_the_fit_repeats_byte_by_byte()
    {
        DetectorBundle bundle = DetectorBundle.Load(folder.File("model.safetensors"));
        Outcome outcome = await Run("score", "flows.csv", "--model", "model.safetensors");
        Assert.Equal(0, outcome.ExitCode);
        string[] lines = outcome.Output.TrimEnd('\n').Split('\n');
        double[] scores = bundle.Score(Flows);
        Assert.Equal("flow,score,p,alarm", lines[0]);
        Assert.Equal(scores, lines[1..].Select(line => double.Parse(line.Split(',')[1], CultureInfo.InvariantCulture)));
        Assert.Equal(bundle.AreAlarms(Flows), lines[1..].Select(line => line.Split(',')[3] == "1"));

        await Run("fit", "flows.csv", "--out", "again.safetensors", "--detector", "isolation-forest", "--rate", "0.02", "--seed", "4");
        Assert.Equal(File.ReadAllBytes(folder.File("model.safetensors")), File.ReadAllBytes(folder.File("again.safetensors")));
    }

    [Fact]
    public async Task Alarms_are_written_as_lines_of_JSON_with_their_reasons()
    {
        Outcome outcome = await Run("score", "flows.csv", "--model", "model.safetensors", "--out", "alarms.ndjson", "--explain", "3",
            "--alarms-only");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Empty(outcome.Output);
        string[] lines = File.ReadAllLines(folder.File("alarms.ndjson"));
        Assert.Contains($"{lines.Length:N0} alarms", outcome.Error, StringComparison.Ordinal);
        int explained = 0;
        foreach (string line in lines)
        {
            using JsonDocument alarm = JsonDocument.Parse(line);
            Assert.True(alarm.RootElement.GetProperty("alarm").GetBoolean());
            JsonElement reasons = alarm.RootElement.GetProperty("reasons");
            Assert.InRange(reasons.GetArrayLength(), 0, 3); // fewer where no further column lowers the score
            Assert.All(reasons.EnumerateArray(), reason =>
                Assert.NotEqual(reason.GetProperty("value").GetString(), reason.GetProperty("expected").GetString()));
            explained += reasons.GetArrayLength();
        }

        Assert.True(explained > lines.Length, "most alarms have several reasons");
    }

    [Fact]
    public async Task It_is_a_filter_and_a_reader_that_goes_away_ends_it_quietly()
    {
        using Process score = Anomaly.Start(folder.Path, "score", "flows.csv", "--model", "model.safetensors");
        await score.StandardOutput.ReadLineAsync();
        score.StandardOutput.Close();
        string error = await score.StandardError.ReadToEndAsync();
        await score.WaitForExitAsync();
        Assert.Equal(0, score.ExitCode);
        Assert.DoesNotContain("error", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flows_without_labels_are_scored_alike()
    {
        string all = (await Run("score", "flows.csv", "--model", "model.safetensors")).Output;
        string[] lines = File.ReadAllLines(folder.File("flows.csv"));
        File.WriteAllLines(folder.File("unlabelled.csv"), lines.Select(line => string.Join(',', line.Split(',')[..^2])));
        Assert.DoesNotContain("label", File.ReadLines(folder.File("unlabelled.csv")).First(), StringComparison.Ordinal);
        Assert.Equal(all, (await Run("score", "unlabelled.csv", "--model", "model.safetensors")).Output);
    }

    [Fact]
    public async Task Drift_tells_what_moved_and_saves_a_new_threshold_without_a_new_fit()
    {
        FlowTable faster = Changed(Flows, "dur", value => value * 50);
        FlowCsvFile.Write(faster, folder.File("new.csv"));
        Outcome outcome = await Run("drift", "flows.csv", "new.csv", "--model", "model.safetensors", "--json", "drift.json", "--out",
            "renewed.safetensors");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        using JsonDocument drift = JsonDocument.Parse(File.ReadAllText(folder.File("drift.json")));
        JsonElement[] columns = [.. drift.RootElement.GetProperty("columns").EnumerateArray()];
        Assert.Equal("score", columns[0].GetProperty("column").GetString());
        Assert.Equal("dur", columns[1].GetProperty("column").GetString());
        Assert.All(columns[2..], column => Assert.Equal(0, column.GetProperty("psi").GetDouble(), 1e-12));

        DetectorBundle old = DetectorBundle.Load(folder.File("model.safetensors")),
            renewed = DetectorBundle.Load(folder.File("renewed.safetensors"));
        Assert.Equal(old.Score(Flows), renewed.Score(Flows));
        Assert.NotEqual(old.Threshold.Value, renewed.Threshold.Value);
    }

    [Fact]
    public async Task Many_flows_of_contexts_that_the_fit_never_met_are_warned_of()
    {
        FlowTable normals = Flows.Take(Flows.NormalRows());
        FlowCsvFile.Write(normals, folder.File("normals.csv"));
        File.WriteAllText(folder.File("other.csv"), File.ReadAllText(folder.File("normals.csv")).Replace(",udp,", ",ospf,",
            StringComparison.Ordinal));
        Outcome fitted = await Run("fit", "normals.csv", "--out", "travelling.safetensors", "--detector", "ensemble", "--rate", "0.02");
        Assert.True(fitted.ExitCode == 0, fitted.Error);
        static void Warns(bool expected, Outcome outcome)
        {
            Assert.True(outcome.ExitCode == 0, outcome.Error);
            Assert.Equal(expected, (outcome.Output + outcome.Error).Contains("context that the fit never met", StringComparison.Ordinal));
        }

        Warns(false, await Run("score", "normals.csv", "--model", "travelling.safetensors", "--out", "s.csv"));
        Warns(true, await Run("score", "other.csv", "--model", "travelling.safetensors", "--out", "s.csv"));
        Warns(false, await Run("drift", "normals.csv", "normals.csv", "--model", "travelling.safetensors"));
        Warns(true, await Run("drift", "normals.csv", "other.csv", "--model", "travelling.safetensors"));
    }

    [Theory]
    [InlineData(1, "There is no model bundle", "score", "flows.csv", "--model", "none.safetensors")]
    [InlineData(1, "is no safetensors file", "score", "flows.csv", "--model", "flows.csv")]
    [InlineData(2, "would be written over", "score", "flows.csv", "--model", "model.safetensors", "--out", "flows.csv")]
    [InlineData(2, "expected csv, ndjson or parquet", "score", "flows.csv", "--model", "model.safetensors", "--format", "xml")]
    [InlineData(2, "expected 0 to 10", "score", "flows.csv", "--model", "model.safetensors", "--explain", "99")]
    [InlineData(1, "is not a detector", "fit", "flows.csv", "--out", "x", "--detector", "magic")]
    [InlineData(2, "between 0 and 1", "fit", "flows.csv", "--out", "x", "--rate", "5")]
    [InlineData(2, "expected a comparison", "fit", "flows.csv", "--out", "x", "--normal", "label is good")]
    [InlineData(1, "there is no column 'colour'", "fit", "flows.csv", "--out", "x", "--normal", "colour == 'red'")]
    [InlineData(1, "too few", "fit", "flows.csv", "--out", "x", "--rate", "0.0001")]
    [InlineData(1, "no such file", "fit", "none.csv", "--out", "x")]
    [InlineData(1, "no flow of", "fit", "flows.csv", "--out", "x", "--normal", "spkts < 0")]
    [InlineData(2, "--most is 0", "fit", "flows.csv", "--out", "x", "--most", "0")]
    public async Task What_cannot_be_done_is_answered_in_words(int code, string expected, params string[] arguments)
    {
        Outcome outcome = await Run(arguments);
        Assert.Equal(code, outcome.ExitCode);
        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("x")));
    }

    [Fact]
    public async Task Scores_go_to_Parquet_and_flows_come_from_it()
    {
        Outcome outcome = await Run("score", "flows.csv", "--model", "model.safetensors", "--explain", "2", "--out", "scores.parquet");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        var schema = new FlowSchema("scores", [new("score", ColumnRole.Number), new("p", ColumnRole.Number), new("alarm", ColumnRole.Flag),
            new("reason1", ColumnRole.Category), new("part2", ColumnRole.Number)]);
        FlowTable scores = FlowFiles.Load(folder.File("scores.parquet"), schema);
        DetectorBundle bundle = DetectorBundle.Load(folder.File("model.safetensors"));
        Assert.Equal(bundle.Score(Flows), scores.Number("score"));
        Assert.Equal(bundle.AreAlarms(Flows), scores.Number("alarm").Select(alarm => alarm == 1));
        double[] alarm = scores.Number("alarm"), part = scores.Number("part2");
        Assert.All(Enumerable.Range(0, Flows.Count).Where(i => alarm[i] == 0), i => Assert.True(double.IsNaN(part[i])));
        Assert.Contains(part, value => value > 0);

        outcome = await Run("fit", "scores.parquet", "--out", "of-scores.safetensors", "--detector", "pca", "--threshold", "same");
        Assert.True(outcome.ExitCode == 1, "scores are no known flows");
        File.WriteAllText(folder.File("scores.json"), schema.ToJson());
        outcome = await Run("fit", "scores.parquet", "--schema", "scores.json", "--out", "of-scores.safetensors", "--detector", "pca",
            "--threshold", "same");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        outcome = await Run("score", "scores.parquet", "--model", "of-scores.safetensors");
        Assert.Equal(Flows.Count + 1, outcome.Output.TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public async Task A_fit_keeps_a_sample_of_stated_size_while_it_reads_a_pipe_and_the_same_for_the_same_seed()
    {
        int normals = Flows.NormalRows().Length;
        async Task<byte[]> Fitted(string seed)
        {
            using Process run = Anomaly.Start(folder.Path, takesInput: true, "fit", "-", "--most", "700", "--detector", "pca",
                "--threshold", "same", "--seed", seed, "--out", "sampled.safetensors");
            await run.StandardInput.WriteAsync(await File.ReadAllTextAsync(folder.File("flows.csv")));
            run.StandardInput.Close();
            string error = await run.StandardError.ReadToEndAsync(), output = await run.StandardOutput.ReadToEndAsync();
            await run.WaitForExitAsync();
            Assert.True(run.ExitCode == 0, error);
            Assert.Contains(FormattableString.Invariant($"of {normals:N0} normal flows 700 were kept"), error, StringComparison.Ordinal);
            Assert.Contains(FormattableString.Invariant($"700 of {normals:N0} normal flows"), output, StringComparison.Ordinal);
            return await File.ReadAllBytesAsync(folder.File("sampled.safetensors"));
        }

        byte[] once = await Fitted("3");
        Assert.Equal(once, await Fitted("3"));
        Assert.NotEqual(once, await Fitted("4"));
    }

    [Fact]
    public async Task Flows_that_are_all_alike_or_all_attacks_are_refused_in_words()
    {
        File.WriteAllLines(folder.File("alike.csv"), ["bytes,proto,packets,label", .. Enumerable.Repeat("7,tcp,1,Benign", 600)]);
        File.WriteAllLines(folder.File("attacks.csv"), ["bytes,proto,packets,label",
            .. Enumerable.Range(0, 600).Select(i => FormattableString.Invariant($"{i},tcp,1,Scan"))]);
        foreach ((string name, string expected) in ((string, string)[])[("alike", "all alike"), ("attacks", "none of the 600")])
        {
            Assert.Equal(0, (await Run("schema", "infer", name + ".csv", "--out", name + ".json")).ExitCode);
            Outcome outcome = await Run("fit", name + ".csv", "--schema", name + ".json", "--out", "x", "--detector", "pca");
            Assert.Equal(1, outcome.ExitCode);
            Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
        }
    }

    private static FlowTable Changed(FlowTable flows, string column, Func<double, double> change)
    {
        Dictionary<string, double[]> numbers = flows.Schema.NumericFeatures.ToDictionary(name => name, flows.Number);
        numbers[column] = Array.ConvertAll(numbers[column], value => change(value));
        Dictionary<string, string?[]> texts = flows.Schema.CategoryFeatures.ToDictionary(name => name, name => Texts(flows.Category(name)));
        texts[flows.Schema.Labels.Category!] = Texts(flows.AttackCategory);
        return FlowTable.FromColumns(numbers, texts);

        static string?[] Texts(CategoryColumn column) => [.. column.Codes.Select(code => column.Values[code])];
    }

    private Task<Outcome> Run(params string[] arguments) => Anomaly.RunAsync(folder.Path, arguments);
}
