using System.Globalization;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Scoring;

/// <summary>A file that nobody prepared, from a draft of its schema to alarms: an infinite rate, a header twice, a column that is missing
/// only later.</summary>
public sealed class StrangersFileTest : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_is_fitted_scored_explained_compared_and_judged()
    {
        const string header = " Destination Port, Flow Duration, Total Fwd Packets,Flow Bytes/s, SYN Flag Count, Label";
        string Line(int i, bool later) => string.Create(CultureInfo.InvariantCulture,
            $"{80 + (i % 50)},{i % 9 * 1000},{(later && i % 5 == 0 ? "NaN" : i % 13)},"
                + $"{(i % 9 == 0 ? "Infinity" : i % 97 / 3.0)},{i % 2},")
            + (i % 10 == 9 ? "PortScan"
                : "BENIGN");
        File.WriteAllLines(folder.File("monday.csv"), [header, .. Enumerable.Range(0, 1000).Select(i => Line(i, false)), header,
            .. Enumerable.Range(1000, 1000).Select(i => Line(i, false))]);
        File.WriteAllLines(folder.File("tuesday.csv"), [header, .. Enumerable.Range(0, 1000).Select(i => Line(i * 7, true))]);

        Assert.Contains("label: Label; normal is 'BENIGN'",
            await Done("schema", "infer", "monday.csv", "--out", "schema.json"), StringComparison.Ordinal);
        await Done("fit", "monday.csv", "--schema", "schema.json", "--detector", "pca", "--threshold", "same", "--out", "model");
        string scored = await Done("score", "tuesday.csv", "--model", "model", "--explain", "2", "--out", "scores.csv");
        Assert.Contains("1,000 flows scored", scored, StringComparison.Ordinal);
        Assert.Contains("missing values: Total Fwd Packets 200, Flow Bytes/s 112", scored, StringComparison.Ordinal);
        Assert.Equal(1001, File.ReadAllLines(folder.File("scores.csv")).Length);
        Assert.Contains("Total Fwd Packets",
            await Done("drift", "monday.csv", "tuesday.csv", "--model", "model"), StringComparison.Ordinal);
        Assert.Contains("random-holdout, pca",
            await Done("evaluate", "--data", "monday.csv", "--schema", "schema.json", "--detector", "pca", "--seeds", "1"),
            StringComparison.Ordinal);
    }

    private async Task<string> Done(params string[] arguments)
    {
        Outcome outcome = await Anomaly.RunAsync(folder.Path, arguments);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        return outcome.Output + outcome.Error;
    }
}
