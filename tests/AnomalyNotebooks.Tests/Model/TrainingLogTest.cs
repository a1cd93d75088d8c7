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

    private static string[] Log(int epochs)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var log = new TrainingLog(text);
        for (int epoch = 1; epoch <= epochs; epoch++) log.Report(new EpochReport(epoch, epochs, 14.5, 14.25, 0.005, 0.1 * epoch, BestEpoch: 1, 14.25, IsCollapsed: false));
        return text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
