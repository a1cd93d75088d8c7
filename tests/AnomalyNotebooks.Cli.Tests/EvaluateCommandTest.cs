using System.Diagnostics;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests;

public sealed class EvaluateCommandTest
{
    [Theory]
    [InlineData("--protocol", "k-fold", "random-holdout, block, distinct-normals")]
    [InlineData("--detector", "magic", "'magic' is not a detector")]
    [InlineData("--seeds", "0", "expected 1 or more")]
    [InlineData("--part", "3", "such as 3/10")]
    [InlineData("--train", "flows.csv", "--train and --test go together")]
    public async Task What_cannot_be_judged_is_answered_with_what_can(string option, string value, string expected)
    {
        using var folder = new TemporaryFolder();
        FlowCsvFile.Write(SyntheticFlows.Generate(FlowProfile.Bundled, 200), folder.File("flows.csv"));

        Outcome outcome = await Anomaly.RunAsync(folder.Path, "evaluate", option, value, "--data", folder.File("flows.csv"));

        Assert.Equal(ExitCode.Failed, outcome.ExitCode);
        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_run_anywhere_give_the_file_of_one_run_bit_for_bit()
    {
        using var folder = new TemporaryFolder();
        FlowCsvFile.Write(SyntheticFlows.Generate(FlowProfile.Bundled, 3000), folder.File("flows.csv"));
        string[] common = ["evaluate", "--detector", "pca", "--protocol", "all", "--seeds", "2", "--resamples", "30", "--data",
            folder.File("flows.csv")];
        async Task Run(params string[] more)
        {
            Outcome outcome = await Anomaly.RunAsync(folder.Path, more);
            Assert.True(outcome.ExitCode == ExitCode.Ok, outcome.Output + outcome.Error);
        }

        await Run([.. common, "--json", folder.File("one.json")]);
        foreach (string part in (string[])["3/3", "1/3", "2/3"])
            await Run([.. common, "--part", part, "--json", folder.File($"part{part[0]}.json")]);
        await Run("evaluate", "--merge", folder.File("part2.json"), folder.File("part1.json"), folder.File("part3.json"), "--json",
            folder.File("merged.json"));

        Assert.Equal(File.ReadAllText(folder.File("one.json")), File.ReadAllText(folder.File("merged.json")));
    }

    [Fact]
    public async Task Stopped_it_says_so_and_keeps_the_seeds_that_are_finished()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "sends a signal of Unix");
        using var folder = new TemporaryFolder();
        FlowCsvFile.Write(SyntheticFlows.Generate(FlowProfile.Bundled, 2000), folder.File("flows.csv"));
        string[] lines = File.ReadAllLines(folder.File("flows.csv"));
        lines[1] = $"{lines[1].Split(',')[0]},-1,{string.Join(',', lines[1].Split(',')[2..])}";
        File.WriteAllLines(folder.File("flows.csv"), lines);
        using Process evaluation = Anomaly.Start(folder.Path, "evaluate", "--detector", "pca", "--seeds", "100000", "--resamples", "20",
            "--later", "none", "--data", "flows.csv", "--json", "seeds.json");
        Task<string> table = evaluation.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var said = new List<string>();
        while (await evaluation.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            said.Add(line);
            if (!line.StartsWith("seed 2,", StringComparison.Ordinal)) continue;
            using Process signal = Process.Start("kill", ["-TERM", $"{evaluation.Id}"]);
            await signal.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await evaluation.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Stopped, evaluation.ExitCode);
        Assert.Contains("warning: column 'dur' holds 1 negative numbers, which this feature cannot have.", said);
        Assert.Matches("^Stopped: [0-9]+ of 100000 seeds are finished and kept", said[^1]);
        Assert.Contains("| random-holdout | pca", await table, StringComparison.Ordinal);
        Assert.Contains("pca", File.ReadAllText(folder.File("seeds.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_files_are_fitted_on_the_one_and_judged_by_the_other()
    {
        using var folder = new TemporaryFolder();
        FlowTable training = SyntheticFlows.Generate(FlowProfile.Bundled, 1500, seed: 1);
        FlowCsvFile.Write(training.Take(training.NormalRows()), folder.File("train.csv")); // attacks are needed in the other alone
        FlowCsvFile.Write(SyntheticFlows.Generate(FlowProfile.Bundled, 1500, seed: 2), folder.File("test.csv"));

        Outcome outcome = await Anomaly.RunAsync(folder.Path, "evaluate", "--detector", "pca", "--seeds", "1", "--resamples", "30",
            "--train", folder.File("train.csv"), "--test", folder.File("test.csv"));

        Assert.True(outcome.ExitCode == ExitCode.Ok, outcome.Output + outcome.Error);
        Assert.Contains("| train-test | pca", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flows_of_another_schema_are_judged_and_those_without_labels_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder.File("own.csv"), ["octets;kind;class", .. Enumerable.Range(0, 1000).Select(i =>
            FormattableString.Invariant($"{i * 7 % 101 * (i % 10 == 9 ? 50 : 1)};{i % 3};{(i % 10 == 9 ? "Scan" : "Benign")}"))]);
        Outcome outcome = await Anomaly.RunAsync(folder.Path, "schema", "infer", "own.csv", "--out", "own.json");
        Assert.True(outcome.ExitCode == ExitCode.Ok, outcome.Error);
        foreach (string[] data in (string[][])[["--data", "own.csv"], ["--train", "own.csv", "--test", "own.csv"]])
        {
            outcome = await Anomaly.RunAsync(folder.Path, ["evaluate", "--detector", "pca", "--seeds", "1", "--resamples", "30", "--schema",
                "own.json", .. data]);
            Assert.True(outcome.ExitCode == ExitCode.Ok, outcome.Output + outcome.Error);
            Assert.Contains("| pca", outcome.Output, StringComparison.Ordinal);
        }

        File.WriteAllText(folder.File("own.json"), File.ReadAllText(folder.File("own.json")).Replace("\"Benign\"", "\"Nothing\"",
            StringComparison.Ordinal));
        outcome = await Anomaly.RunAsync(folder.Path, "evaluate", "--data", "own.csv", "--schema", "own.json");
        Assert.Equal(ExitCode.Failed, outcome.ExitCode);
        Assert.Contains("all of them are attacks", outcome.Error, StringComparison.Ordinal);
    }
}
