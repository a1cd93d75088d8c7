namespace AnomalyNotebooks.Tests.Figures;

public sealed class ExerciseTest
{
    private static Exercise Number(double? answer) => Exercise.Check(answer,
        (a => a > 0, "It is <above> 0."),
        (a => a == 2, "One and one."));

    private static Exercise Name(string? answer) => Exercise.Check(answer, (a => a.Length > 0, "A name has letters."));

    [Fact]
    public void No_answer_is_neither_right_nor_wrong()
    {
        Assert.StartsWith("Not answered yet:", Number(null).ToString(), StringComparison.Ordinal);
        Assert.Equal(Number(null).ToString(), Name(null).ToString());
        Assert.False(Name(null).IsRight);
    }

    [Fact]
    public void The_first_condition_that_fails_gives_the_hint_and_the_others_are_not_asked()
    {
        Assert.Equal("Not yet. It is <above> 0.", Number(-1).ToString());
        Assert.Equal("Not yet. One and one.", Number(1).ToString());
        Assert.Equal("Not yet. no", Exercise.Check("x", (_ => false, "no"), (_ => throw new InvalidOperationException(), "")).ToString());
    }

    [Fact]
    public void Where_all_hold_the_answer_is_right()
    {
        Assert.Equal("Right.", Number(2).ToString());
        Assert.True(Name("a").IsRight);
    }

    [Fact]
    public void Hints_are_escaped() => Assert.Equal(
        "<p class=\"anomaly-exercise\"><strong>Not yet.</strong> It is &lt;above&gt; 0.</p>", Number(-1).ToHtml());
}
