using System.Diagnostics;
using AnomalyNotebooks.Cli.Export;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Running;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Export;

public sealed class CSharpFileTest
{
    [Fact]
    public async Task A_notebook_becomes_a_program_that_prints_what_its_cells_show()
    {
        using var folder = new TemporaryFolder();
        string path = new NotebookBuilder()
            .Markdown("# A lesson\n\nwith text")
            .Code("using System.Globalization;\nrecord Point(int X, int Y);\nvar x = 1;\nint Twice(int n) => 2 * n;")
            .Code("// hidden by a new declaration\nvar x = \"text\";\nvar p = new Point(X: 3, Y: Twice(4));\n$\"{x} {p.X} {p.Y}\"")
            .Code("new[] { 1, 2, 3 }")
            .Code("await Task.Delay(1);\nforeach (var i in new[] { 1 }) Console.WriteLine($\"printed {i}\");")
            .Code("this is skipped", "skip-execution")
            .SaveIn(folder);
        CSharpFile.Write(Notebook.Load(path), folder.File("lesson.cs"));

        var start = new ProcessStartInfo(DotnetHost.Path, ["run", "lesson.cs"]) { WorkingDirectory = folder.Path, UseShellExecute = false,
            RedirectStandardOutput = true, RedirectStandardError = true };
        using Process program = Process.Start(start)!;
        Task<string> errors = program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(program.ExitCode == 0, output + await errors);
        Assert.StartsWith("text 3 8\n1, 2, 3\nprinted 1\n", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("// with text\n", File.ReadAllText(folder.File("lesson.cs")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_only_a_script_may_hold_is_refused_with_its_place()
    {
        Notebook notebook = new NotebookBuilder().Code("1").Code("int Property => 1;").Build();

        Assert.Contains("lesson.ipynb, cell 2", Assert.Throws<NotebookFormatException>(() =>
            CSharpFile.ToText(notebook, "/tests/lesson.cs")).Message, StringComparison.Ordinal);
    }
}
