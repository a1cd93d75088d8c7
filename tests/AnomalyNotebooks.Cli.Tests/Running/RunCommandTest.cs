using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Running;

public sealed class RunCommandTest
{
    [Fact]
    public async Task Two_notebooks_run_in_order_and_leave_copies_a_report_a_manifest_and_their_sources_as_they_were()
    {
        using var folder = new TemporaryFolder();
        string first = new NotebookBuilder().Markdown("# First lesson")
            .Code(Library + "Results.Record(\"answer\", 42).And(\"ratio\", 1.0 / 3)").SaveIn(folder, "01-first.ipynb");
        new NotebookBuilder().Markdown("# Second lesson").Code("1 + 1").Code("not C# at all", "skip-execution")
            .SaveIn(folder, "02-second.ipynb");
        string before = File.ReadAllText(first);

        Outcome outcome = await Anomaly.RunAsync(folder.Path, "run", "01-first.ipynb", "02-second.ipynb", "--output", "out", "--json",
            "out/cells.json", "--trx", "out/cells.trx", "--jobs", "1"); // side by side, lines come in any order

        Snapshot.Matches("two-notebooks", outcome.Seen);
        Assert.Equal(before, File.ReadAllText(first));
        string report = File.ReadAllText(folder.File("out/report/index.html"));
        Assert.Contains("First lesson", report, StringComparison.Ordinal);
        JsonNode manifest = JsonNode.Parse(File.ReadAllText(folder.File("out/run.json")))!;
        Assert.Equal(1.0 / 3, (double)manifest["notebooks"]![0]!["results"]!["ratio"]!);
        Assert.Equal(64, ((string)manifest["notebooks"]![0]!["sha256"]!).Length);
        Assert.NotNull((string?)manifest["machine"]!["processor"]);
        Assert.Equal(64, ((string)manifest["machine"]!["librarySha256"]!).Length);
        Assert.Equal(64, ((string)manifest["data"]!["fingerprint"]!).Length); // of the synthetic sample
        Assert.Equal((string?)manifest["machine"]!["librarySha256"], (string?)manifest["notebooks"]![0]!["libraries"]!.AsObject()
            .Single().Value);
        Assert.Contains("--json", manifest["invocation"]!["arguments"]!.AsArray().Select(argument => (string?)argument));
        Assert.All((string[])["commit", "clean", "configuration", "environment"], name =>
            Assert.True(manifest["invocation"]!.AsObject().ContainsKey(name), name));
        Assert.True((double)manifest["notebooks"]![0]!["processorSeconds"]! > 0);
        Assert.Equal("skipped", (string?)JsonNode.Parse(File.ReadAllText(folder.File("out/cells.json")))!["notebooks"]![1]!["cells"]![
            1]!["status"]);
        Assert.Equal(["Passed", "Passed", "NotExecuted"], XDocument.Load(folder.File("out/cells.trx")).Descendants().Where(element =>
            element.Name.LocalName == "UnitTestResult").Select(result => result.Attribute("outcome")!.Value));
    }

    [Fact]
    public async Task Parameters_replace_the_notebooks_own_and_wrong_ones_are_answered_with_the_right_ones()
    {
        using var folder = new TemporaryFolder();
        new NotebookBuilder()
            .Code("int epochs = 30;      // passes over the training rows (smoke: 2)\nstring name = \"long\"; // smoke: short\nint[] "
                + "sizes = [12, 7];", "parameters")
            .Code("$\"{epochs} {name} {sizes.Length}\"")
            .SaveIn(folder);

        Outcome chosen = await Anomaly.RunAsync(folder.Path, "run", "lesson.ipynb", "--output", "out", "--smoke", "--param", "epochs=5",
            "--param", "sizes=[1, 2, 3]");
        Outcome wrongType = await Anomaly.RunAsync(folder.Path, "run", "lesson.ipynb", "--output", "out", "--param", "epochs=many");
        Outcome unknown = await Anomaly.RunAsync(folder.Path, "run", "lesson.ipynb", "--output", "out", "--param", "rows=1");

        Assert.Equal(ExitCode.Ok, chosen.ExitCode);
        Assert.Equal("5 short 3", MultilineText.Join(Notebook.Load(folder.File("out/notebooks/lesson.ipynb")).Cells[1]
            .Outputs[0]!["data"]!["text/plain"]));
        Snapshot.Matches("parameter-of-wrong-type", wrongType.Seen);
        Snapshot.Matches("unknown-parameter", unknown.Seen);
    }

    [Fact]
    public async Task Two_runs_in_one_folder_do_not_meet()
    {
        using var folder = new TemporaryFolder();
        new NotebookBuilder().Code("Console.WriteLine(\"started\");\nawait Task.Delay(60_000);").SaveIn(folder);
        using Process first = Anomaly.Start(folder.Path, "run", "lesson.ipynb", "--output", "out");
        while (!File.Exists(folder.File("out/.running"))) await Task.Delay(50, TestContext.Current.CancellationToken);

        Outcome second = await Anomaly.RunAsync(folder.Path, "run", "lesson.ipynb", "--output", "out");
        first.Kill(entireProcessTree: true);
        await first.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Failed, second.ExitCode);
        Assert.Contains($"Another run (process {first.Id}) is writing to out.", second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_process_of_a_notebook_ends_with_the_run_that_started_it()
    {
        using var folder = new TemporaryFolder();
        new NotebookBuilder().Code("System.IO.File.WriteAllText(\"pid\", Environment.ProcessId.ToString());\nwhile (true) { }")
            .SaveIn(folder);
        using Process run = Anomaly.Start(folder.Path, "run", "lesson.ipynb", "--output", "out");
        while (!File.Exists(folder.File("pid")) || new FileInfo(folder.File("pid")).Length == 0)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        using Process worker = Process.GetProcessById(int.Parse(File.ReadAllText(folder.File("pid")),
            System.Globalization.CultureInfo.InvariantCulture));

        run.Kill(entireProcessTree: false);

        await worker.WaitForExitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Ctrl_C_and_kill_stop_the_run_cleanly_and_keep_what_ran_before(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "sends the signals of Unix");
        Assert.SkipWhen(name == "INT" && UnixSignals.InterruptIsIgnored,
            "a job in the background of a shell, as these tests are, does not hear Ctrl+C");
        using var folder = new TemporaryFolder();
        new NotebookBuilder().Code("\"computed before\"").Code("System.IO.File.WriteAllText(\"reached\", \"\");\nawait Task.Delay(60_000);")
            .SaveIn(folder);
        using Process run = Anomaly.Start(folder.Path, "run", "lesson.ipynb", "--output", "out");
        while (!File.Exists(folder.File("reached"))) await Task.Delay(50, TestContext.Current.CancellationToken);

        using Process signal = Process.Start("kill", [$"-{name}", run.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Stopped, run.ExitCode);
        Assert.Contains("computed before", File.ReadAllText(folder.File("out/notebooks/lesson.ipynb")), StringComparison.Ordinal);
        Assert.Contains("lesson.ipynb, cell 2", await run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("out/.running")));
    }

    [Fact]
    public async Task A_failure_tagged_as_expected_is_shown_and_the_run_goes_on()
    {
        using var folder = new TemporaryFolder();
        new NotebookBuilder().Code("throw new ArgumentException(\"on purpose\");", "raises-exception").Code("\"after\"").SaveIn(folder);

        Outcome outcome = await Anomaly.RunAsync(folder.Path, "run", "lesson.ipynb", "--output", "out");

        Assert.Equal(ExitCode.Ok, outcome.ExitCode);
        Assert.Equal("on purpose", (string?)Notebook.Load(folder.File("out/notebooks/lesson.ipynb")).Cells[0].Outputs[0]!["evalue"]);
    }

    [Fact]
    public async Task A_cell_tagged_to_fail_that_does_not_fails_the_run()
    {
        using var folder = new TemporaryFolder();
        new NotebookBuilder().Code("1", "raises-exception").SaveIn(folder);

        Outcome outcome = await Anomaly.RunAsync(folder.Path, "run", "lesson.ipynb", "--output", "out");

        Assert.Equal(ExitCode.Failed, outcome.ExitCode);
        Assert.Contains("is tagged raises-exception but ran without one", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_asked_to_the_run_goes_on_after_a_failure_and_still_fails_in_the_end()
    {
        using var folder = new TemporaryFolder();
        new NotebookBuilder().Code("int x = \"text\";").Code("\"after\"").SaveIn(folder);

        Outcome outcome = await Anomaly.RunAsync(folder.Path, "run", "lesson.ipynb", "--output", "out", "--continue-on-error");

        Assert.Equal(ExitCode.Failed, outcome.ExitCode);
        Assert.Equal("after", MultilineText.Join(Notebook.Load(folder.File("out/notebooks/lesson.ipynb")).Cells[1]
            .Outputs[0]!["data"]!["text/plain"]));
    }

    [Theory]
    [InlineData("--param", "epochs")]
    [InlineData("--cell-timeout", "soon")]
    [InlineData("--memory", "1KB")]
    [InlineData("--frobnicate", "1")]
    public async Task A_command_line_that_says_nothing_sensible_ends_with_exit_code_2(string option, string value)
    {
        using var folder = new TemporaryFolder();
        new NotebookBuilder().Code("1").SaveIn(folder);

        Outcome outcome = await Anomaly.RunAsync(folder.Path, "run", "lesson.ipynb", "--output", "out", option, value);

        Assert.Equal(ExitCode.Usage, outcome.ExitCode);
        Assert.NotEmpty(outcome.Error);
    }

    [Fact]
    public async Task Outputs_are_saved_elsewhere_where_the_disk_is_full()
    {
        using var folder = new TemporaryFolder();
        using SmallDisk? disk = SmallDisk.Mount(folder.File("disk"));
        Assert.SkipWhen(disk is null, "mounting a small disk needs root");
        new NotebookBuilder().Code("Console.WriteLine(new string('x', 150_000));").Code("Console.WriteLine(new string('y', 150_000));")
            .Code("\"the end\"").SaveIn(folder);

        Outcome outcome = await Anomaly.RunAsync(folder.Path, "run", "lesson.ipynb", "--output", "disk/out");

        Assert.Equal(ExitCode.Failed, outcome.ExitCode);
        Assert.Contains("lesson could not be saved to disk/out/notebooks; it lies in ", outcome.Error, StringComparison.Ordinal);
        string rescued = outcome.Error.Split("it lies in ")[1].Split('\n')[0].TrimEnd('.');
        Assert.Contains("the end", File.ReadAllText(rescued), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.File("disk"), "*.tmp", SearchOption.AllDirectories));
        File.Delete(rescued);
    }

    private static string Library => $"#r \"{typeof(FlowTable).Assembly.Location}\"\nusing AnomalyNotebooks;\n";
}
