using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Running;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Running;

public sealed class WorkbookRunnerTest
{
    private const string Meet = """
        System.IO.File.WriteAllText("MINE", "");
        for (int i = 0; i < 400 && !System.IO.File.Exists("OTHER"); i++) await Task.Delay(50);
        System.IO.File.Exists("OTHER")
        """;

    [Fact]
    public async Task Two_notebooks_at_a_time_really_run_at_the_same_time_and_are_reported_in_their_order()
    {
        WorkbookRun run = await RunAsync(2, Meet.Replace("MINE", "a", StringComparison.Ordinal)
            .Replace("OTHER", "b", StringComparison.Ordinal), Meet.Replace("MINE", "b", StringComparison.Ordinal)
            .Replace("OTHER", "a", StringComparison.Ordinal));

        Assert.Equal(["01", "02"], run.Notebooks.Select(notebook => notebook.Notebook.Name));
        Assert.Equal(["true", "true"], run.Notebooks.Select(notebook => notebook.Value(1)));
    }

    [Fact]
    public async Task A_notebook_waits_for_the_one_that_saves_what_it_reads()
    {
        WorkbookRun run = await RunAsync(
            2,
            "await Task.Delay(1500);\nSystem.IO.File.WriteAllText(\"../artifacts/model.txt\", \"a model\");",
            "System.IO.File.ReadAllText(\"../artifacts/model.txt\")");

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Equal("a model", run.Notebooks[1].Value(1));
    }

    [Fact]
    public async Task After_a_failure_no_notebook_is_begun()
    {
        WorkbookRun run = await RunAsync(2, "throw new Exception();", "await Task.Delay(3000);", "1");

        Assert.Equal([CellStatus.Failed, CellStatus.Passed], run.Notebooks.Select(notebook => notebook.Status));
        Assert.Equal("03", Assert.Single(run.NotStarted).Notebook.Name);
    }

    private static async Task<WorkbookRun> RunAsync(int jobs, params string[] notebooks)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("notebooks"));
        NotebookPlan[] plans = [.. notebooks.Select((code, i) =>
            NotebookPlan.For(Notebook.Load(new NotebookBuilder().Code(code)
            .SaveIn(folder, Path.Combine("notebooks", $"0{i + 1}.ipynb")))))];
        Directory.CreateDirectory(folder.File("out"));
        var options = new RunOptions { Output = folder.File("out"), Jobs = jobs, CellTimeout = TimeSpan.FromSeconds(60) };
        return await new WorkbookRunner(options, new LogObserver(TextWriter.Null))
            .RunAsync(plans, new DataInUse("synthetic sample", [], ""), TestContext.Current.CancellationToken);
    }
}
