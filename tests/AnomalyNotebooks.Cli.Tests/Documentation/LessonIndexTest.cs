using AnomalyNotebooks.Cli.Documentation;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Documentation;

public sealed class LessonIndexTest
{
    [Fact]
    public void A_lesson_has_its_question_and_its_minutes_and_the_minutes_are_added_up()
    {
        string[] lines = LessonIndex.Markdown(
            [
                new NotebookBuilder().Markdown("# 1 · First\n\n**Question.** Why?\n\n**Time:** about 35 minutes.").Build(),
                new NotebookBuilder().Markdown("# 2 · Second\n\n**Question.** How?\n\n**Time:** about 45 minutes.").Build(),
                new NotebookBuilder().Markdown("# 3 · Third").Build(),
            ], "notebooks").Split('\n');

        Assert.Contains(".ipynb) | Why? | 35 |", lines[2], StringComparison.Ordinal);
        Assert.Contains(".ipynb) |  |  |", lines[4], StringComparison.Ordinal);
        Assert.Contains("1 hours and 20 minutes", lines[6], StringComparison.Ordinal);
    }
}
