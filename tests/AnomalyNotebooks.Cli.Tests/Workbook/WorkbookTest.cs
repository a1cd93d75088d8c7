using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Running;
using AnomalyNotebooks.Cli.Tests.Support;
using AnomalyNotebooks.Cli.Worker;

namespace AnomalyNotebooks.Cli.Tests.Workbook;

/// <summary>The notebooks of the repository: fit to be committed, at home in every host, and running.</summary>
public sealed partial class WorkbookTest
{
    public static TheoryData<string> Notebooks { get; } = [.. NotebookFinder.AllIn(Path.Combine(Repository.Root, "notebooks"))
        .Select(path => Path.GetFileNameWithoutExtension(path))];

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Each_notebook_is_clean_and_its_outputs_were_made_by_its_code(string name) =>
        Assert.Empty(NotebookCleaner.Problems(Load(name), File.ReadAllText(PathOf(name))));

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Each_notebook_speaks_to_NET_Interactive_and_Verso_as_to_our_runner(string name)
    {
        Notebook notebook = Load(name);

        Assert.Equal(".net-csharp", (string?)notebook.Metadata["kernelspec"]!["name"]);
        Assert.NotEmpty(NotebookPlan.For(notebook).Cells); // refuses magic commands and other languages
        Assert.Equal("#!import ../artifacts/lib/AnomalyNotebooks.csx", notebook.CodeCells.First().Source);
        Assert.All(notebook.CodeCells, cell =>
        {
            Assert.DoesNotMatch(HostApi(), cell.Source);
            // Verso knows no relative path
            Assert.All(ReferenceLine().Matches(cell.Source), reference =>
                Assert.StartsWith("#r \"nuget:", reference.Value, StringComparison.Ordinal));
        });
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Each_lesson_asks_a_question_and_keeps_its_cells_short(string name)
    {
        Notebook notebook = Load(name);
        string text = string.Join('\n', notebook.Cells.Where(cell => cell.Kind == CellKind.Markdown).Select(cell => cell.Source));

        Assert.StartsWith("# ", text, StringComparison.Ordinal);
        Assert.All(notebook.CodeCells, cell => Assert.InRange(cell.Source.Split('\n').Length, 1, 25));
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Each_lesson_says_how_to_open_it_in_each_host(string name)
    {
        string[] openings = [.. Load(name).Cells.Where(cell =>
            cell.Source.Contains("How to open and run this lesson", StringComparison.Ordinal)).Select(cell => cell.Source)];

        string opening = Assert.Single(openings);
        Assert.All(["Polyglot Notebooks", "Verso", $"-- run {name[..2]}", $"-- export {name[..2]} --to cs"], host =>
            Assert.Contains(host, opening, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_notebook_runs_on_the_synthetic_sample_in_a_folder_of_its_own()
    {
        using var folder = new TemporaryFolder();
        CopyWorkbook(folder);

        Outcome outcome = await Anomaly.RunAsync(folder.File("notebooks"), "run", "--smoke");

        Assert.True(outcome.ExitCode == ExitCode.Ok, outcome.Output + outcome.Error);
        Assert.All(Notebooks, name => Assert.True(File.Exists(folder.File($"artifacts/smoke/notebooks/{name.Data}.ipynb"))));
    }

    [Theory]
    [InlineData("--engine", "torchsharp", "03", "04", "05")]
    [InlineData("--param", "engine=torchsharp", "04")]
    public async Task Lessons_train_with_PyTorchs_engine_where_it_is_asked_for(string option, string value, params string[] lessons)
    {
        using var folder = new TemporaryFolder();

        Outcome outcome = await Anomaly.RunAsync(Repository.Root,
            ["run", .. lessons, "--smoke", option, value, "--output", folder.Path]);

        Assert.True(outcome.ExitCode == ExitCode.Ok, outcome.Output + outcome.Error);
        JsonArray ran = JsonNode.Parse(await File.ReadAllTextAsync(folder.File("run.json")))!["notebooks"]!.AsArray();
        Assert.Equal(lessons.Length, ran.Count);
        Assert.All(ran, notebook => Assert.Equal("\"torchsharp\"", (string?)notebook!["parameters"]!["engine"]));
        Assert.All(ran, notebook => Assert.Contains(notebook!["libraries"]!.AsObject(), library =>
            library.Key.EndsWith("AnomalyNotebooks.TorchSharp.dll", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_notebook_gives_what_is_committed_when_it_is_run_again_on_the_real_file()
    {
        FlowFile? file = FlowSource.Find() is [FlowFile first, ..] ? first : null;
        if (file is null) Assert.Skip("The real data set is not here: the notebooks' numbers are not compared with those committed.");
        using var folder = new TemporaryFolder();

        Outcome outcome = await Anomaly.RunAsync(Repository.Root, "verify", "--data", file.Path, "--output", folder.Path);

        Assert.True(outcome.ExitCode == ExitCode.Ok, outcome.Output + outcome.Error);
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Each_notebook_is_small_enough_for_a_code_host_to_show(string name) =>
        Assert.InRange(new FileInfo(PathOf(name)).Length, 1, 1_000_000);

    [Fact]
    public void The_imports_are_those_that_both_hosts_make() =>
        Assert.Equal(["System", "System.Collections.Generic", "System.Linq", "System.Text", "System.Threading.Tasks"],
            ScriptSession.Imports);

    /// <summary>A repository with nothing but what the notebooks need, so that the run leaves no trace in this one.</summary>
    private static void CopyWorkbook(TemporaryFolder folder)
    {
        foreach (string part in (string[])["notebooks", "artifacts/lib", "data"])
        {
            Directory.CreateDirectory(folder.File(part));
            foreach (string file in Directory.GetFiles(Path.Combine(Repository.Root, part)).Where(file =>
                !file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)))
                File.Copy(file, Path.Combine(folder.File(part), Path.GetFileName(file)));
        }

        File.WriteAllText(folder.File(Workspace.Marker), "");
    }

    private static string PathOf(string name) => Path.Combine(Repository.Root, "notebooks", name + ".ipynb");

    private static Notebook Load(string name) => Notebook.Load(PathOf(name));

    [GeneratedRegex(@"\bdisplay\(|\.Display\(|DisplayAs|Microsoft\.DotNet\.Interactive|\bVerso\b|\bKernel\.|KernelInvocationContext|#!(?!import )|#load", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HostApi();

    [GeneratedRegex("^#r .*$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ReferenceLine();
}
