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
    public void Each_exercise_that_has_an_answer_has_a_cell_that_checks_it_and_a_wrong_answer_here(string name)
    {
        Notebook lesson = Load(name);
        string[] asked = [.. lesson.Cells.Where(cell => ExerciseTitle().IsMatch(cell.Source)
            && !cell.Source.Contains("There is no single answer", StringComparison.Ordinal)).Select(cell =>
                $"Check{ExerciseTitle().Match(cell.Source).Groups["number"].Value}(")];
        IReadOnlyList<NotebookCell> checks = Solutions.Checks(lesson);

        Assert.Equal(asked, checks.Select(cell =>
            cell.Source["Exercise ".Length..(cell.Source.IndexOf('(', StringComparison.Ordinal) + 1)]));
        Assert.All(checks, cell => Assert.InRange(cell.Source.Split('\n').Length, 1, 15));
        Assert.All(checks, cell => Assert.Contains("Not answered yet:", cell.Outputs.ToJsonString(), StringComparison.Ordinal));
        Assert.All(asked, check => Assert.Contains(Solutions.Wrong[name], wrong => wrong.StartsWith(check, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public async Task Each_solution_runs_at_the_end_of_its_lesson_and_is_right_where_a_wrong_answer_is_not(string name)
    {
        Notebook lesson = Load(name);
        string[] solutions = [.. Solutions.In(lesson).SelectMany(Solutions.Code)], wrong = Solutions.Wrong[name];
        var builder = new NotebookBuilder();
        foreach (NotebookCell cell in lesson.CodeCells)
            builder.Code(cell.Source.Replace("../artifacts/lib", Path.Combine(Repository.Root, "artifacts", "lib"),
            StringComparison.Ordinal), [.. cell.Tags]);
        foreach (string code in solutions.Concat(wrong)) builder.Code(code);
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("notebooks")); // what a lesson saves goes beside this folder
        NotebookPlan plan = NotebookPlan.For(Notebook.Load(builder.SaveIn(folder, Path.Combine("notebooks", "lesson.ipynb"))));
        ParameterChoice.Parse([], smoke: true).ApplyTo([plan]);
        var options = new RunOptions { Output = folder.File("artifacts"), Data = folder.Path, TotalTimeout = TimeSpan.FromMinutes(5) };

        NotebookRun run = (await new WorkbookRunner(options, new LogObserver(TextWriter.Null))
            .RunAsync([plan], new DataInUse("synthetic sample", [], ""), TestContext.Current.CancellationToken)).Notebooks[0];

        Assert.True(run.Succeeded, run.Succeeded ? "" : FailureText.Of(run));
        CellRun[] ends = [.. run.Cells.TakeLast(solutions.Length + wrong.Length)];
        Assert.All(ends, cell => Assert.NotEqual("", Shown(cell)));
        string[] notRight = [.. ends.Where(cell => cell.Cell.Source.StartsWith("Check", StringComparison.Ordinal)
            || Shown(cell) == "Right.")
            .Where(cell => wrong.Contains(cell.Cell.Source) == (Shown(cell) == "Right."))
            .Select(cell => $"{cell.Cell.Source}: {Shown(cell)}")];
        Assert.Empty(notRight);
        Assert.Equal(Solutions.Checks(lesson).Count, ends.Count(cell => Shown(cell) == "Right."));
    }

    private static string Shown(CellRun cell) => cell.Cell.Outputs.Where(output => (string?)output!["output_type"] == "execute_result")
        .Select(output => MultilineText.Join(output!["data"]?[MimeType.Text])).FirstOrDefault("");

    private static Notebook Load(string name) => Notebook.Load(Path.Combine(Repository.Root, "notebooks", name + ".ipynb"));

    [GeneratedRegex(@"^### (?<number>\d)\. \w", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ExerciseTitle();
}
