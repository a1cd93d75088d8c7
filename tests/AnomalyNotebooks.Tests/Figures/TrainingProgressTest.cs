namespace AnomalyNotebooks.Tests.Figures;

public sealed class TrainingProgressTest
{
    [Fact]
    public void Without_a_live_host_it_is_a_log_of_lines()
    {
        var printed = new StringWriter();

        Report(new TrainingProgress(printed), epochs: 2);

        Assert.Equal(2, printed.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.StartsWith("epoch 1/2  train 2  validation 3", printed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void With_a_live_host_one_output_is_shown_and_then_replaced()
    {
        var shown = new List<IRichOutput>();
        var replaced = new List<IRichOutput>();
        LiveOutput.Host = output =>
        {
            shown.Add(output);
            return replaced.Add;
        };
        try
        {
            Report(new TrainingProgress(), epochs: 3);
        }
        finally
        {
            LiveOutput.Host = null;
        }

        Assert.StartsWith("epoch 1/3", Assert.Single(shown).ToString(), StringComparison.Ordinal);
        Assert.Equal(2, replaced.Count);
        Assert.StartsWith("epoch 3/3", replaced[^1].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_bar_and_both_curves_are_drawn_within_their_box()
    {
        IRichOutput? last = null;
        LiveOutput.Host = output => next => last = next;
        try
        {
            Report(new TrainingProgress(), epochs: 3);
        }
        finally
        {
            LiveOutput.Host = null;
        }

        string html = last!.ToHtml();
        Assert.Contains("<progress value=\"3\" max=\"3\"", html, StringComparison.Ordinal);
        // Highest loss (validation of the first epoch) at the top, lowest (training of the last) at the bottom, 48 pixels high.
        Assert.Contains("points=\"0,2 120,", html, StringComparison.Ordinal);
        Assert.Contains(" 240,46 \"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_collapsed_network_is_told_of_beside_the_bar()
    {
        var status = new TrainingStatus([new EpochReport(1, 5, 2, 3, 0.005, 0.1, 1, 3, IsCollapsed: true)]);
        Assert.Contains("collapsed: every row has the same loss", status.ToHtml(), StringComparison.Ordinal);
    }

    private static void Report(TrainingProgress progress, int epochs)
    {
        for (int epoch = 1; epoch <= epochs; epoch++)
            progress.Report(new EpochReport(epoch, epochs, 2.0 / epoch, 3.0 / epoch, 0.005, 0.1, epoch, 3.0 / epoch, IsCollapsed: false));
    }
}
