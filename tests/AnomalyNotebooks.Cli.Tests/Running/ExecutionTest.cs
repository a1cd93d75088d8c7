using AnomalyNotebooks.Cli.Running;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Running;

public sealed class ExecutionTest
{
    [Fact]
    public async Task Cells_share_variables_functions_types_and_usings()
    {
        NotebookRun run = await Lesson.RunAsync(new NotebookBuilder()
            .Code("using System.Globalization;\nint x = 20;\nrecord Point(int X, int Y);")
            .Code("int Twice(int n) => 2 * n;")
            .Code("x++;\nvar p = new Point(x, Twice(x));")
            .Code("$\"{p} {CultureInfo.CurrentCulture.Name.Length}\"")
            .Code("await Task.Delay(1);\nvar task = Task.FromResult(7);\nawait task")
            .Code("var quiet = 1;")
            .Code("(string)null"));

        Assert.True(run.Succeeded);
        Assert.Equal("Point { X = 21, Y = 42 } 0", run.Value(4));
        Assert.Equal("7", run.Value(5));
        Assert.Empty(run.Cells[5].Cell.Outputs);
        Assert.Equal("<null>", run.Value(7));
    }

    [Fact]
    public async Task The_library_comes_from_the_path_that_the_notebook_names()
    {
        string original = typeof(FlowTable).Assembly.Location;
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("lib"));
        File.Copy(original, folder.File("lib/AnomalyNotebooks.dll"));
        string path = new NotebookBuilder()
            .Code("#r \"lib/AnomalyNotebooks.dll\"\nusing AnomalyNotebooks;")
            .Code("typeof(FlowTable).Assembly.Location")
            .SaveIn(folder);

        WorkbookRun run = await new WorkbookRunner(new RunOptions { Output = folder.File("artifacts") }, new LogObserver(TextWriter.Null))
            .RunAsync([NotebookPlan.For(AnomalyNotebooks.Cli.Notebooks.Notebook.Load(path))], new DataInUse("synthetic sample", [], ""),
                TestContext.Current.CancellationToken);

        Assert.Equal(folder.File("lib/AnomalyNotebooks.dll"), run.Notebooks[0].Value(2));
    }

    [Fact]
    public async Task An_exception_is_reported_with_its_cell_its_line_and_the_functions_on_the_way()
    {
        NotebookRun run = await Lesson.RunAsync(new NotebookBuilder()
            .Code("int Divide(int n) {\n  return 1 / n;\n}")
            .Code("var a = 1;\n\nConsole.WriteLine(Divide(0));")
            .Code("2"));

        Assert.Equal(CellStatus.Failed, run.Status);
        Assert.Equal(2, run.Cells.Count);
        Assert.Equal(3, run.Cells[1].Error!.Line);
        Assert.Equal("Console.WriteLine(Divide(0));", run.Cells[1].FailedLine);
        Assert.Equal(["at Divide() in cell 1, line 2", "at cell 2, line 3"], run.Cells[1].Error!.Trace);
    }
}
