using AnomalyNotebooks.Cli.Scoring;

namespace AnomalyNotebooks.Cli.Tests.Scoring;

public sealed class SafeTextTest
{
    [Theory]
    [InlineData("=cmd()", "'=cmd()")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("+1+2", "'+1+2")]
    [InlineData("-5.25", "-5.25")]
    [InlineData("-", "'-")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"no\"", "\"say \"\"no\"\"\"")]
    [InlineData("tcp", "tcp")]
    [InlineData("", "")]
    public void A_field_is_never_a_formula_and_never_two_fields(string text, string expected) => Assert.Equal(expected, SafeText.Csv(text));

    [Theory]
    [InlineData("a\u001b[31mred", "a\\u001b[31mred")]
    [InlineData("two\nlines", "two\\u000alines")]
    [InlineData("right\u202eleft", "right\\u202eleft")]
    [InlineData("häuschen", "häuschen")]
    public void A_terminal_is_told_nothing_but_letters(string text, string expected) => Assert.Equal(expected, SafeText.Plain(text));
}
