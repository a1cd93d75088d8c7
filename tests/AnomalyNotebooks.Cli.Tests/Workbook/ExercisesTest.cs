using System.Text.RegularExpressions;
using AnomalyNotebooks.Cli.Notebooks;
using AnomalyNotebooks.Cli.Running;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Workbook;

/// <summary>The exercises of the lessons: there, folded, and with solutions that run.</summary>
public sealed partial class ExercisesTest
{
    public static TheoryData<string> Lessons { get; } =
        [.. NotebookFinder.AllIn(Path.Combine(Repository.Root, "notebooks")).Select(path => Path.GetFileNameWithoutExtension(path))];

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Each_lesson_has_two_to_four_exercises_each_with_a_solution_folded_away(string name)
    {
        NotebookCell[] exercises = [.. Load(name).Cells.SkipWhile(cell =>
            !cell.Source.StartsWith("## Exercises\n", StringComparison.Ordinal)).Where(cell => ExerciseTitle().IsMatch(cell.Source))];

        Assert.InRange(exercises.Length, 2, 4);
        Assert.All(exercises, exercise => Assert.EndsWith("</details>", exercise.Source, StringComparison.Ordinal));
        Assert.Equal(exercises.Length, Solutions.In(Load(name)).Count);
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public async Task Each_solution_runs_at_the_end_of_its_lesson(string name)
    {
        Notebook lesson = Load(name);
        string[] solutions = [.. Solutions.In(lesson).Select(Solutions.Code).Where(code => code.Length > 0)];
        var builder = new NotebookBuilder();
        foreach (NotebookCell cell in lesson.CodeCells)
            builder.Code(cell.Source.Replace("../artifacts/lib", Path.Combine(Repository.Root, "artifacts", "lib"),
            StringComparison.Ordinal), [.. cell.Tags]);
        foreach (string code in solutions) builder.Code(code);
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("notebooks")); // what a lesson saves goes beside this folder
        NotebookPlan plan = NotebookPlan.For(Notebook.Load(builder.SaveIn(folder, Path.Combine("notebooks", "lesson.ipynb"))));
        ParameterChoice.Parse([], smoke: true).ApplyTo([plan]);
        var options = new RunOptions { Output = folder.File("artifacts"), Data = folder.Path, TotalTimeout = TimeSpan.FromMinutes(5) };

        NotebookRun run = (await new WorkbookRunner(options, new LogObserver(TextWriter.Null))
            .RunAsync([plan], new DataInUse("synthetic sample", [], ""), TestContext.Current.CancellationToken)).Notebooks[0];

        Assert.True(run.Succeeded, run.Succeeded ? "" : FailureText.Of(run));
        Assert.All(run.Cells.TakeLast(solutions.Length), cell =>
            Assert.Contains(cell.Cell.Outputs, output => (string?)output!["output_type"] == "execute_result"));
    }

    private static Notebook Load(string name) => Notebook.Load(Path.Combine(Repository.Root, "notebooks", name + ".ipynb"));

    [GeneratedRegex(@"^### \d\. \w", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ExerciseTitle();
}
