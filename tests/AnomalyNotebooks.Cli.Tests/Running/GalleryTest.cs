using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Running;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Running;

/// <summary>Notebooks made to fail, run as users run them. Each snapshot is what they see.</summary>
public sealed class GalleryTest
{
    [Theory]
    [InlineData("syntax-error")]
    [InlineData("exception")]
    [InlineData("environment-exit")]
    [InlineData("killed")]
    [InlineData("other-thread-crash")]
    public async Task A_notebook_that_fails_says_where_and_why_and_keeps_what_ran_before(string name)
    {
        using var folder = new TemporaryFolder();

        Outcome outcome = await RunAsync(folder, name);

        Snapshot.Matches(name, outcome.Seen);
        Assert.Equal("computed before", OutputOfFirstCell(folder, name));
    }

    [Fact]
    public async Task A_stack_overflow_is_named_as_such_and_keeps_what_ran_before()
    {
        using var folder = new TemporaryFolder();

        Outcome outcome = await RunAsync(folder, "stack-overflow");

        // The frames below the cell are the runtime's own and change with its version.
        Snapshot.Matches("stack-overflow",
            string.Join('\n', outcome.Seen.Split('\n').Where(line => !line.Contains("    at System.", StringComparison.Ordinal)
            && !line.Contains("  at ", StringComparison.Ordinal))));
        Assert.Equal("computed before", OutputOfFirstCell(folder, "stack-overflow"));
    }

    [Fact]
    public async Task An_endless_loop_is_killed_when_its_time_is_up()
    {
        using var folder = new TemporaryFolder();

        Outcome outcome = await RunAsync(folder, "endless-loop", "--cell-timeout", "3");

        Snapshot.Matches("endless-loop", outcome.Seen);
        Assert.Equal("computed before", OutputOfFirstCell(folder, "endless-loop"));
        Assert.Contains("before the loop", File.ReadAllText(Executed(folder, "endless-loop")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_for_the_whole_run_ends_it_with_the_same_exit_code()
    {
        using var folder = new TemporaryFolder();

        Outcome outcome = await RunAsync(folder, "endless-loop", "--timeout", "4s");

        Assert.Equal(ExitCode.TimedOut, outcome.ExitCode);
        Assert.Contains("The run took longer than 4 s (--timeout)", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_limited_in_memory_fails_by_itself_and_not_the_machine()
    {
        using var folder = new TemporaryFolder();

        Outcome outcome = await RunAsync(folder, "out-of-memory", "--memory", "300MB");

        Assert.Equal(ExitCode.Failed, outcome.ExitCode);
        Assert.Contains("OutOfMemory: The process ran out of memory. Use fewer rows, or raise --memory.", outcome.Error,
            StringComparison.Ordinal);
        Assert.Equal("computed before", OutputOfFirstCell(folder, "out-of-memory"));
    }

    [Fact]
    public async Task A_cell_that_prints_a_gigabyte_is_cut_and_says_so()
    {
        using var folder = new TemporaryFolder();

        Outcome outcome = await RunAsync(folder, "gigabyte-of-output");

        Assert.Equal(ExitCode.Ok, outcome.ExitCode);
        Assert.InRange(new FileInfo(Executed(folder, "gigabyte-of-output")).Length, 200_000, 500_000);
        Assert.Contains("the cell printed 1,000,000,000 characters, the first 200,000 are kept",
            File.ReadAllText(Executed(folder, "gigabyte-of-output")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_other_threads_print_belongs_to_the_cell_that_is_running()
    {
        using var folder = new TemporaryFolder();

        Outcome outcome = await RunAsync(folder, "other-thread-prints");

        Assert.Equal(ExitCode.Ok, outcome.ExitCode);
        JsonArray outputs = Notebook.Load(Executed(folder, "other-thread-prints")).CodeCells.First().Outputs;
        string[] printed = MultilineText.Join(outputs.Single(output => (string?)output!["name"] == "stdout")!["text"])
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["from the cell", "from the thread: 1", "from the thread: 2", "from the thread: 3"],
            printed.Order(StringComparer.Ordinal));
        Assert.Equal("to standard error\n", MultilineText.Join(outputs.Single(output => (string?)output!["name"] == "stderr")!["text"]));
    }

    [Fact]
    public async Task What_native_code_prints_past_the_console_is_kept_too()
    {
        using var folder = new TemporaryFolder();

        Outcome outcome = await RunAsync(folder, "native-output");

        Assert.Equal(ExitCode.Ok, outcome.ExitCode);
        Assert.Contains("past the console", File.ReadAllText(Executed(folder, "native-output")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("magic-command")]
    [InlineData("two-languages")]
    [InlineData("python")]
    [InlineData("nbformat-3")]
    [InlineData("cut-off")]
    [InlineData("empty")]
    [InlineData("merge-conflict")]
    [InlineData("not-a-notebook")]
    public void What_is_no_CSharp_notebook_is_refused_before_anything_runs(string name)
    {
        var error = Assert.Throws<NotebookFormatException>(() => NotebookPlan.For(Notebook.Load(Repository.Broken(name))));

        Snapshot.Matches(name, error.Message.Replace(Workspace.Shorten(Repository.Broken(name)), name + ".ipynb", StringComparison.Ordinal)
            + "\n");
    }

    private static Task<Outcome> RunAsync(TemporaryFolder folder, string name, params string[] options)
    {
        File.Copy(Repository.Broken(name), folder.File(name + ".ipynb"));
        return Anomaly.RunAsync(folder.Path, ["run", name + ".ipynb", "--output", "out", .. options]);
    }

    private static string Executed(TemporaryFolder folder, string name) => folder.File($"out/notebooks/{name}.ipynb");

    private static string OutputOfFirstCell(TemporaryFolder folder, string name) =>
        MultilineText.Join(Notebook.Load(Executed(folder, name)).CodeCells.First().Outputs[0]!["data"]!["text/plain"]);
}
