using System.Diagnostics;
using System.Globalization;
using AnomalyNotebooks.Cli.Running;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests;

/// <summary>The engines that SCALING.md names, started for real on loopback: the parts of an evaluation and of a scoring, run by them, make
/// the file of one process, byte for byte. Skipped where an engine is not installed.</summary>
public sealed class ClusterTest : IDisposable
{
    private static readonly string Scripts = Path.Combine(Repository.Root, "tests", "Shared", "Clusters");
    private static readonly string Command = $"{DotnetHost.Path} {typeof(FlowCsvFile).Assembly.Location}";

    private readonly TemporaryFolder folder = new();

    /// <summary>No process stays behind, whatever became of the test.</summary>
    public void Dispose()
    {
        foreach (Process process in Started()) process.Kill();
        folder.Dispose();
    }

    [Theory]
    [InlineData("parallel", "parallel")]
    [InlineData("slurm", "sbatch", "slurmctld", "slurmd", "munged")]
    public async Task Parts_of_an_evaluation_run_by_an_engine_make_the_file_of_one_run(string engine, params string[] programs)
    {
        string[] missing = [.. programs.Where(program => !IsInstalled(program))];
        Assert.SkipUnless(missing.Length == 0, $"not installed: {string.Join(", ", missing)} (Debian: parallel, slurm-wlm, munge)");
        FlowCsvFile.Write(SyntheticFlows.Generate(FlowProfile.Bundled, 2000), folder.File("flows.csv"));
        string[] arguments = ["--detector", "pca", "--seeds", "2", "--resamples", "30", "--data", folder.File("flows.csv")];
        Outcome whole = await Anomaly.RunAsync(folder.Path, ["evaluate", .. arguments, "--json", "whole.json"]);
        Assert.True(whole.ExitCode == 0, whole.Error);

        await RunAsync("bash", [Path.Combine(Scripts, "evaluate_in_parts.sh"), engine, "2", "parts.json", .. arguments]);

        Assert.Equal(File.ReadAllText(folder.File("whole.json")), File.ReadAllText(folder.File("parts.json")));
        Assert.Empty(Started());
    }

    [Fact]
    public async Task Scores_of_the_parts_of_a_data_set_under_Dask_are_those_of_one_process()
    {
        const string Python = "/usr/bin/python3"; // Debian's packages are this one's
        Assert.SkipUnless(File.Exists(Python) && await ExitsWellAsync(Python, "-c", "import distributed"),
            "not installed: Dask distributed (Debian: python3-distributed)");
        FlowTable flows = SyntheticFlows.Generate(FlowProfile.Bundled, 3000);
        DetectorBundle.Fit(new PcaDetector(), NormalFlows.Of(flows), falsePositiveRate: 0.05).Save(folder.File("model.safetensors"));
        FlowCsvFile.Write(flows, folder.File("flows.csv"));
        string[] lines = File.ReadAllLines(folder.File("flows.csv")), parts = ["a.csv", "b.csv", "c.csv", "d.csv"];
        foreach ((int i, string[] part) in lines.Skip(1).Chunk(800).Index()) File.WriteAllLines(folder.File(parts[i]), [lines[0], .. part]);
        Outcome whole = await Anomaly.RunAsync(folder.Path, "score", "flows.csv", "--model", "model.safetensors", "--out", "whole.csv");
        Assert.True(whole.ExitCode == 0, whole.Error);

        await RunAsync(Python, [Path.Combine(Scripts, "score_with_dask.py"), "parts.csv", "model.safetensors", .. parts]);

        Assert.Equal(File.ReadAllText(folder.File("whole.csv")), File.ReadAllText(folder.File("parts.csv")));
        Assert.Empty(Started());
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin")
            .Any(place => File.Exists(Path.Combine(place, program)));

    private async Task RunAsync(string program, string[] arguments)
    {
        using Process process = Start(program, arguments);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(3));
        Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token),
            error = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        Assert.True(process.ExitCode == 0, await output + await error);
    }

    private async Task<bool> ExitsWellAsync(string program, params string[] arguments)
    {
        using Process process = Start(program, arguments);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode == 0;
    }

    private Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder.Path, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment.Remove(FlowSource.DirectoryVariable);
        start.Environment.Remove("SLURM_CONF");
        start.Environment["ANOMALY"] = Command;
        start.Environment["PATH"] += Path.PathSeparator + "/usr/sbin";
        start.Environment["SLURM_PORT"] = (20_000 + (Environment.ProcessId % 10_000)).ToString(CultureInfo.InvariantCulture);
        return Process.Start(start)!;
    }

    // Whatever this test started works in its folder: also daemons, which are nobody's children.
    private List<Process> Started()
    {
        var started = new List<Process>();
        foreach (string entry in Directory.Exists("/proc") ? Directory.EnumerateDirectories("/proc") : [])
        {
            if (!int.TryParse(Path.GetFileName(entry), CultureInfo.InvariantCulture, out int id)) continue;
            try
            {
                string? place = new FileInfo(Path.Combine(entry, "cwd")).LinkTarget;
                if (place is not null && place.StartsWith(folder.Path, StringComparison.Ordinal)) started.Add(Process.GetProcessById(id));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
            {
                // Ended in the meantime, or another user's.
            }
        }

        return started;
    }
}
