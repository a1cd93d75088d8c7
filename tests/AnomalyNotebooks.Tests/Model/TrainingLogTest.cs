using System.Globalization;

namespace AnomalyNotebooks.Tests.Model;

public sealed class TrainingLogTest
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 5)]
    [InlineData(30, 11)]
    [InlineData(1000, 11)]
    public void A_training_prints_about_ten_lines_whatever_its_length(int epochs, int lines) =>
        Assert.Equal(lines, Log(epochs).Length);

    [Fact]
    public void The_first_and_the_last_epoch_have_a_line() =>
        Assert.Equal(
            ["epoch  1/30  train 14.5  validation 14.25  best so far", "epoch 30/30  train 14.5  validation 14.25"],
            new[] { Log(30)[0], Log(30)[^1] });

    [Fact]
    public void A_collapse_has_a_line_of_its_own_when_it_begins()
    {
        string[] lines = Log(100, collapsedFrom: 14);
        Assert.Equal("epoch  14/100  train 14.5  validation 14.25  collapsed: every row has the same loss",
            Assert.Single(lines, line => line.Contains(" 14/", StringComparison.Ordinal)));
        Assert.Equal(12, lines.Length);
        Assert.Equal(10, lines.Count(line => line.Contains("collapsed", StringComparison.Ordinal))); // and is told of in every line after
    }

    private static string[] Log(int epochs, int collapsedFrom = int.MaxValue)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var log = new TrainingLog(text);
        for (int epoch = 1; epoch <= epochs; epoch++)
            log.Report(new EpochReport(
                epoch, epochs, 14.5, 14.25, 0.005, 0.1 * epoch, BestEpoch: 1, 14.25, IsCollapsed: epoch >= collapsedFrom));
        return text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
