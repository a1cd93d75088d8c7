using System.Diagnostics;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Scoring;

/// <summary>Scores as a stream: they come out as flows come in, and nothing is lost or repeated whatever ends a run.</summary>
public sealed class ScoringStreamTest : IDisposable
{
    private const int Kills = 20, Count = 60_000;

    private static readonly FlowTable Flows = SyntheticFlows.Generate(FlowProfile.Bundled, 3000);

    private readonly TemporaryFolder folder = new();

    public ScoringStreamTest() =>
        DetectorBundle.Fit(new PcaDetector(), NormalFlows.Of(Flows), falsePositiveRate: 0.05).Save(folder.File("model.safetensors"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Killed_at_random_and_resumed_it_writes_the_same_bytes()
    {
        FlowCsvFile.Write(SyntheticFlows.Generate(FlowProfile.Bundled, Count), folder.File("flows.csv"));
        byte[] whole = await Scores("whole.csv");
        var random = new Random(5);
        int kills = 0, ends = 0;
        while (kills < Kills || ends == 0)
        {
            using Process run = Anomaly.Start(folder.Path, "score", "flows.csv", "--model", "model.safetensors", "--out", "part.csv",
                "--resume");
            long until = kills < Kills ? Length("part.csv") + random.Next(whole.Length / 8) : long.MaxValue;
            while (!run.HasExited && Length("part.csv") < until) await Task.Delay(1, TestContext.Current.CancellationToken);
            if (!run.HasExited)
            {
                run.Kill();
                kills++;
            }

            await run.WaitForExitAsync(TestContext.Current.CancellationToken);
            if (Length("part.csv") < whole.Length) continue;
            Assert.Equal(whole, File.ReadAllBytes(folder.File("part.csv")));
            File.Delete(folder.File("part.csv"));
            ends++;
        }
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("ndjson")]
    public async Task Cut_off_in_the_middle_of_a_line_it_goes_on_behind_the_last_whole_one(string format)
    {
        FlowCsvFile.Write(Flows, folder.File("flows.csv"));
        byte[] whole = await Scores($"whole.{format}", "--explain", "2");
        foreach (int length in (int[])[0, 3, 40, whole.Length / 2, whole.Length - 1, whole.Length])
        {
            File.WriteAllBytes(folder.File($"part.{format}"), whole[..length]);
            Assert.Equal(whole, await Scores($"part.{format}", "--explain", "2", "--resume"));
        }
    }

    [Fact]
    public async Task It_does_not_go_on_with_what_is_not_its_own()
    {
        FlowCsvFile.Write(Flows, folder.File("flows.csv"));
        byte[] whole = await Scores("part.csv");
        FlowCsvFile.Write(SyntheticFlows.Generate(FlowProfile.Bundled, 2000, seed: 9), folder.File("flows.csv"));
        await Refused("flows end at 2000");
        FlowCsvFile.Write(SyntheticFlows.Generate(FlowProfile.Bundled, 4000, seed: 9), folder.File("flows.csv"));
        await Refused("not what is scored now");
        Assert.Equal(whole, File.ReadAllBytes(folder.File("part.csv")));
        File.WriteAllText(folder.File("part.csv"), "my own notes\nand more\n");
        await Refused("not written by 'anomaly score'");
        Assert.Equal("my own notes\nand more\n", File.ReadAllText(folder.File("part.csv")));

        async Task Refused(string reason)
        {
            Outcome outcome = await Anomaly.RunAsync(folder.Path, "score", "flows.csv", "--model", "model.safetensors", "--out", "part.csv",
                "--resume");
            Assert.Equal(1, outcome.ExitCode);
            Assert.Contains(reason, outcome.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Flows_that_come_one_by_one_are_scored_as_they_come()
    {
        FlowCsvFile.Write(Flows, folder.File("flows.csv"));
        string[] lines = File.ReadAllLines(folder.File("flows.csv"));
        using Process run = Anomaly.Start(folder.Path, takesInput: true, "score", "-", "--model", "model.safetensors", "--first", "501");
        await run.StandardInput.WriteLineAsync(lines[0]);
        for (int i = 1; i <= 5; i++)
        {
            await run.StandardInput.WriteLineAsync(lines[i]);
            await run.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
            if (i == 1) Assert.StartsWith("flow,", await run.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
            Assert.StartsWith($"{500 + i},", await run.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        }

        run.StandardInput.Close();
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public async Task A_reader_that_has_enough_ends_the_whole_pipe()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "needs a shell");
        string anomaly = $"dotnet '{typeof(FlowCsvFile).Assembly.Location}'";
        using Process shell = Process.Start(new ProcessStartInfo("bash", ["-c", "set -o pipefail; "
            + $"{anomaly} data generate --flows 1000000000000 | {anomaly} score - --model model.safetensors | head -n 3"])
        {
            WorkingDirectory = folder.Path, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        string output = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string errors = await shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(3, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal((0, ""), (shell.ExitCode, errors));
    }

    [Fact]
    public async Task Made_up_flows_are_the_same_for_the_same_seed_however_many_there_are()
    {
        Assert.Equal(0, (await Anomaly.RunAsync(folder.Path, "data", "generate", "--flows", "100500", "--seed", "7", "--out", "many.csv"))
            .ExitCode);
        Outcome few = await Anomaly.RunAsync(folder.Path, "data", "generate", "--flows", "100000", "--seed", "7");
        string[] many = File.ReadAllLines(folder.File("many.csv"));

        Assert.Equal(few.Output.TrimEnd('\n').Split('\n'), many[..100_001]);
        FlowTable flows = FlowTable.Load(folder.File("many.csv"));
        Assert.Equal(100_500, flows.Count);
        Assert.Equal(SyntheticFlows.Generate(FlowProfile.Bundled, 100_000, seed: 7).Number("sbytes"), flows.Number("sbytes")[..100_000]);
    }

    private long Length(string file) => new FileInfo(folder.File(file)) is { Exists: true } info ? info.Length : 0;

    private async Task<byte[]> Scores(string file, params string[] options)
    {
        Outcome outcome = await Anomaly.RunAsync(folder.Path,
            ["score", "flows.csv", "--model", "model.safetensors", "--out", file, .. options]);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return File.ReadAllBytes(folder.File(file));
    }
}
