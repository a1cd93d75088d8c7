using AnomalyNotebooks.Cli.Export;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Running;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Running;

public sealed class NotebookImportsTest
{
    [Fact]
    public async Task A_script_and_a_notebook_run_where_they_are_imported_with_what_these_import()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("inner.csx"), "int inner = 2;");
        File.WriteAllText(folder.File("helpers.csx"), "#!import inner.csx\nusing System.Globalization;\nint Twice(int n) => inner * n;");
        new NotebookBuilder().Markdown("# Not code").Code("#!import helpers.csx").Code("var x = Twice(21);")
            .Code("not C#", "skip-execution").SaveIn(folder, "other.ipynb");
        Notebook notebook = Notebook.Load(new NotebookBuilder().Code("// one line of words is no code\n#!import other.ipynb")
            .Code("x.ToString(CultureInfo.InvariantCulture)").SaveIn(folder));

        WorkbookRun run = await new WorkbookRunner(new RunOptions { Output = folder.File("artifacts") }, new LogObserver(TextWriter.Null))
            .RunAsync([NotebookPlan.For(notebook)], new DataInUse("synthetic sample", [], ""), TestContext.Current.CancellationToken);

        Assert.Equal("42", run.Notebooks[0].Value(2));
        Assert.Empty(run.Notebooks[0].Cells[0].Cell.Outputs);
    }

    [Fact]
    public async Task An_error_in_what_is_imported_names_its_file_and_line()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("broken.csx"), "int fine = 1;\nint wrong = \"text\";");
        Notebook notebook = Notebook.Load(new NotebookBuilder().Code("#!import broken.csx").SaveIn(folder));

        NotebookRun run = (await new WorkbookRunner(new RunOptions { Output = folder.File("artifacts") }, new LogObserver(TextWriter.Null))
            .RunAsync([NotebookPlan.For(notebook)], new DataInUse("synthetic sample", [], ""), TestContext.Current.CancellationToken))
                .Notebooks[0];

        Assert.Equal(CellStatus.Failed, run.Status);
        Assert.StartsWith("broken.csx, line 2, column 13: CS0029", run.Cells[0].Error!.Trace[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#!import missing.csx", "missing.csx does not exist. The path starts from the folder of the file that imports it.")]
    [InlineData("#!import lib/AnomalyNotebooks.csx", "AnomalyNotebooks.csx does not exist. The build makes it: dotnet build "
        + "AnomalyNotebooks.sln")]
    [InlineData("#!import lesson.ipynb", "imports go round in a circle: lesson.ipynb -> lesson.ipynb")]
    [InlineData("#!import round.csx", "imports go round in a circle: lesson.ipynb -> round.csx -> about.csx -> round.csx")]
    [InlineData("#!import data.csv", "data.csv can not be imported: it is neither a script (.csx, .cs) nor a notebook (.ipynb)")]
    [InlineData("#!import \"round.csx\"", "without quotes")]
    [InlineData("#!import inner.csx\nvar x = 1;", "#!import stands beside other code, which Verso would leave out. Give it a cell of its "
        + "own.")]
    public void What_cannot_be_imported_is_refused_before_anything_runs(string code, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("data.csv"), "a,b");
        File.WriteAllText(folder.File("inner.csx"), "");
        File.WriteAllText(folder.File("round.csx"), "#!import about.csx");
        File.WriteAllText(folder.File("about.csx"), "#!import round.csx");
        Notebook notebook = Notebook.Load(new NotebookBuilder().Code(code).SaveIn(folder));

        NotebookFormatException error = Assert.Throws<NotebookFormatException>(() => NotebookPlan.For(notebook));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exported_program_refers_to_the_projects_behind_the_imported_scripts()
    {
        string path = Path.Combine(Repository.Root, "notebooks", "lesson.ipynb");
        Notebook notebook = new NotebookBuilder().Code("#!import ../artifacts/lib/AnomalyNotebooks.csx")
            .Code("#!import ../artifacts/lib/AnomalyNotebooks.TorchSharp.csx").Build(path);

        string program = CSharpFile.ToText(notebook, Path.Combine(Repository.Root, "artifacts", "export", "lesson.cs"));

        Assert.Contains("#:project ../../src/AnomalyNotebooks/AnomalyNotebooks.csproj\n", program, StringComparison.Ordinal);
        Assert.Contains("#:project ../../src/AnomalyNotebooks.TorchSharp/AnomalyNotebooks.TorchSharp.csproj\n", program,
            StringComparison.Ordinal);
        Assert.Contains("#:package TorchSharp-cpu@", program, StringComparison.Ordinal);
        Assert.Contains("using AnomalyNotebooks;\n", program, StringComparison.Ordinal);
        Assert.Contains("TorchSharpEngine.Register();\n", program, StringComparison.Ordinal);
        Assert.DoesNotContain("NotebookHost", program, StringComparison.Ordinal);
        Assert.DoesNotContain("#!import", program, StringComparison.Ordinal);
    }
}
