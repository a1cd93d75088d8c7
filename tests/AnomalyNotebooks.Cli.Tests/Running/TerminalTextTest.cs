using AnomalyNotebooks.Cli.Running;

namespace AnomalyNotebooks.Cli.Tests.Running;

public sealed class TerminalTextTest
{
    [Theory]
    [InlineData("plain\n", "plain\n")]
    [InlineData("epoch 1\repoch 2\repoch 3\ndone\n", "epoch 3\ndone\n")]
    [InlineData("long text\rshort\n", "shorttext\n")]
    [InlineData("windows\r\nlines\r\n", "windows\nlines\n")]
    public void A_line_written_over_and_over_keeps_its_last_state(string text, string settled) =>
        Assert.Equal(settled, TerminalText.Settle(text));
}
