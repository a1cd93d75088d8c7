using AnomalyNotebooks.Cli.Bench;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests;

public sealed class EvaluateCommandTest
{
    [Theory]
    [InlineData("--protocol", "k-fold", "random-holdout, file-order, distinct, official")]
    [InlineData("--detector", "magic", "'magic' is not a detector")]
    [InlineData("--seeds", "0", "expected 1 or more")]
    [InlineData("--detector", "considered", "add --half development")]
    public async Task What_cannot_be_judged_is_answered_with_what_can(string option, string value, string expected)
    {
        using var folder = new TemporaryFolder();
        FlowCsvFile.Write(SyntheticFlows.Generate(FlowProfile.Bundled, 200), folder.File("flows.csv"));

        Outcome outcome = await Anomaly.RunAsync(folder.Path, "evaluate", option, value, "--data", folder.File("flows.csv"));

        Assert.Equal(ExitCode.Failed, outcome.ExitCode);
        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
    }
}
