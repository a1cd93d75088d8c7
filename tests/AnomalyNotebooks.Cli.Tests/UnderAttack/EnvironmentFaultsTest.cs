using System.Diagnostics;
using AnomalyNotebooks.Cli.Export;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Running;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.UnderAttack;

/// <summary>Users' own files stay, and whatever is wrong with files, folders, pipes and disks is told in a sentence.</summary>
public sealed class EnvironmentFaultsTest
{
    [Fact]
    public async Task A_run_into_the_folder_of_its_sources_is_refused_before_it_starts()
    {
        using var folder = new TemporaryFolder();
        string notebooks = Directory.CreateDirectory(folder.File("notebooks")).FullName;
        File.WriteAllText(folder.File(Workspace.Marker), "");
        string source = Path.Combine(notebooks, "01-first.ipynb");
        File.WriteAllText(source, new NotebookBuilder().Code("not C# at all").ToJson());
        string before = File.ReadAllText(source);
        Directory.CreateSymbolicLink(folder.File("link"), folder.Path);

        Outcome here = await Anomaly.RunAsync(folder.Path, "run", "01", "--output", ".");
        Outcome throughLink = await Anomaly.RunAsync(folder.Path, "verify", "01", "--output", "link");
        Outcome json = await Anomaly.RunAsync(folder.Path, "run", "01", "--json", "notebooks/01-first.ipynb");

        Assert.All((Outcome[])[here, throughLink, json], outcome =>
        {
            Assert.Equal(ExitCode.Usage, outcome.ExitCode);
            Assert.Contains("would be written over", outcome.Error, StringComparison.Ordinal);
        });
        Assert.Equal(before, File.ReadAllText(source));
    }

    [Theory]
    [InlineData("fit", "flows.csv", "--out", "flows.csv")]
    [InlineData("fit", "flows.csv", "--out", "link.csv")]
    [InlineData("score", "flows.csv", "--model", "any.safetensors", "--out", "link.csv")]
    [InlineData("drift", "other.csv", "flows.csv", "--model", "any.safetensors", "--out", "./flows.csv")]
    [InlineData("drift", "flows.csv", "other.csv", "--model", "any.safetensors", "--json", "flows.csv")]
    [InlineData("schema", "infer", "flows.csv", "--out", "flows.csv")]
    [InlineData("evaluate", "--data", "flows.csv", "--json", "flows.csv")]
    [InlineData("evaluate", "--train", "other.csv", "--test", "flows.csv", "--times", "link.csv")]
    [InlineData("evaluate", "--merge", "flows.csv", "other.csv", "--json", "flows.csv")]
    public async Task A_file_that_is_read_is_not_written_over(params string[] command)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("flows.csv"), "a,b\n1,2\n");
        File.CreateSymbolicLink(folder.File("link.csv"), folder.File("flows.csv"));

        Outcome outcome = await Anomaly.RunAsync(folder.Path, command);

        Assert.Equal(ExitCode.Usage, outcome.ExitCode);
        Assert.Contains("would be written over", outcome.Error, StringComparison.Ordinal);
        Assert.Equal("a,b\n1,2\n", File.ReadAllText(folder.File("flows.csv")));
    }

    [Fact]
    public void An_export_replaces_neither_a_projects_settings_nor_a_file_that_it_has_not_written()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File(Workspace.Marker), "");
        File.WriteAllText(folder.File("Directory.Build.props"), "<Project>mine</Project>");
        string own = Directory.CreateDirectory(folder.File("own")).FullName + "/lesson.cs",
            free = folder.File("artifacts/export/lesson.cs");
        File.WriteAllText(own, "class Mine;");
        Notebook notebook = new NotebookBuilder().Code("1").Build();

        Assert.Contains("which an exported program must not be built with", Assert.Throws<AnomalyException>(() =>
            CSharpFile.Write(notebook, folder.File("lesson.cs"))).Message, StringComparison.Ordinal);
        Assert.Contains("was not written by this program", Assert.Throws<AnomalyException>(() => CSharpFile.Write(notebook, own)).Message,
            StringComparison.Ordinal);
        CSharpFile.Write(notebook, free);
        CSharpFile.Write(notebook, free); // its own file it may replace
        Assert.Equal(("<Project>mine</Project>", "class Mine;"),
            (File.ReadAllText(folder.File("Directory.Build.props")), File.ReadAllText(own)));
    }

    [Theory]
    [InlineData(typeof(UnauthorizedAccessException))]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(OutOfMemoryException))]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(OperationCanceledException))]
    public void Any_exception_is_told_in_one_line_without_a_stack_trace(Type type)
    {
        TextWriter before = Console.Error;
        using var said = new StringWriter();
        Console.SetError(said);
        int code;
        try
        {
            code = Fault.Report(new AggregateException((Exception)Activator.CreateInstance(type, "what happened")!));
        }
        finally
        {
            Console.SetError(before);
        }

        Assert.True(code != 0);
        Assert.Single(said.ToString().Trim().Split('\n'));
    }

    [Theory]
    [InlineData("version > /dev/full")]
    [InlineData("clean --check . ")]
    [InlineData("readme --check", "chmod 000 README.md; rm README.md; mkdir README.md")]
    [InlineData("run lesson.ipynb --output out", "export TMPDIR=/nowhere/at/all")]
    [InlineData("run lesson.ipynb --output out", "export TMPDIR=$PWD/$(printf 'x%.0s' $(seq 200)); mkdir $TMPDIR")]
    [InlineData("run lesson.ipynb --output lesson.ipynb")]
    [InlineData("present lesson.ipynb --output .")]
    [InlineData("doctor --data lesson.ipynb >&-")]
    [InlineData("run lesson.ipynb --output out --data /dev/zero")]
    [InlineData("score lesson.ipynb --model pipe --out scores.csv", "mkfifo pipe")]
    [InlineData("fit lesson.ipynb --schema pipe --out model", "mkfifo pipe")]
    [InlineData("card pipe", "mkfifo pipe")]
    [InlineData("evaluate --merge pipe", "mkfifo pipe")]
    [InlineData("clean pipe.ipynb", "mkfifo pipe.ipynb")]
    [InlineData("run pipe.ipynb --output out", "mkfifo pipe.ipynb")]
    [InlineData("run lesson.ipynb --output out", "ulimit -n 70")]
    public async Task Faults_of_the_environment_give_a_sentence_and_an_exit_code(string command, string before = "true")
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "plays faults of a Unix shell");
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File(Workspace.Marker), "");
        File.WriteAllText(folder.File("README.md"), "");
        File.WriteAllText(folder.File("lesson.ipynb"), new NotebookBuilder().Code("1").ToJson());

        var start = new ProcessStartInfo("bash",
            ["-c", $"{before}; timeout 60 '{DotnetHost.Path}' '{typeof(RunOptions).Assembly.Location}' {command}"])
        {
            WorkingDirectory = folder.Path, UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode is >= 0 and <= 4, $"exit code {process.ExitCode}: {await output}{error}");
        Assert.DoesNotContain("   at ", await output + error, StringComparison.Ordinal);
        Assert.DoesNotContain("an error of this program", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cell_may_delete_its_own_notebook_and_cannot_wait_for_somebody_to_type()
    {
        using var folder = new TemporaryFolder();
        string path = new NotebookBuilder().Code("System.IO.File.Delete(\"lesson.ipynb\"); 1")
            .Code("Console.ReadLine()", "raises-exception").SaveIn(folder);

        Outcome outcome = await Anomaly.RunAsync(folder.Path, "run", "lesson.ipynb", "--output", "out");

        Assert.True(outcome.ExitCode == ExitCode.Ok, outcome.Output + outcome.Error);
        Assert.False(File.Exists(path));
        Assert.True(File.Exists(folder.File("out/run.json")) && File.Exists(folder.File("out/report/index.html")));
        Assert.Contains("nobody is there to type", File.ReadAllText(folder.File("out/notebooks/lesson.ipynb")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_could_not_be_saved_lies_in_a_folder_of_its_own_that_others_cannot_read()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("taken"), "");
        Notebook notebook = new NotebookBuilder().Code("1").Build();

        string first = NotebookSaver.Save(notebook, folder.File("taken/lesson.ipynb")),
            second = NotebookSaver.Save(notebook, folder.File("taken/lesson.ipynb"));

        Assert.NotEqual(first, second);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(Path.GetDirectoryName(first)!));
        foreach (string rescued in (string[])[first, second]) Directory.Delete(Path.GetDirectoryName(rescued)!, recursive: true);
    }

    [Fact]
    public async Task Native_output_full_of_marks_is_cut_like_any_other_and_ends_where_its_mark_says()
    {
        var native = new NativeText(limit: 1000);
        for (int i = 0; i < 1000; i++) native.Add("\u001e0123456789abcdef\u001e\u001e");
        native.Add("\u001e\u001e7\u001e");

        string text = await native.TakeAsync(7);

        Assert.InRange(text.Length, 1000, 1200);
        Assert.Contains("[output cut: the cell printed", text, StringComparison.Ordinal);
        native.Add("next\u001e8\u001e");
        Assert.Equal("next", await native.TakeAsync(8));
    }

    [Theory]
    [InlineData("\u001b]0;title\u0007", "\u241b]0;title\u2407")]
    [InlineData("a\u009b2Jb", "a\ufffd2Jb")]
    [InlineData("abc\u202etxt.exe", "abc\ufffdtxt.exe")]
    [InlineData("two\nlines\tstay", "two\nlines\tstay")]
    public void Escape_sequences_of_names_do_nothing_to_a_terminal(string name, string seen)
    {
        using var writer = new StringWriter();
        VisibleText.Into(writer).Write(name);

        Assert.Equal(seen, writer.ToString());
    }
}
