using System.Text.Json.Nodes;
using AnomalyNotebooks.Cli.Bench;
using AnomalyNotebooks.Cli.Documentation;
using AnomalyNotebooks.Cli.Tests.Support;

namespace AnomalyNotebooks.Cli.Tests.Bench;

/// <summary>Rows of <c>anomaly bench</c> at sizes that say nothing about speed: each kind is measured, and each peer answers.</summary>
public sealed class BenchCommandTest
{
    private static readonly string Peers = Path.Combine(Workspace.FindRoot(AppContext.BaseDirectory)!, "tests",
        "AnomalyNotebooks.Benchmarks", "peers");

    [Theory]
    [InlineData("streaming", 8)]
    [InlineData("growth, fitting, pca", 1)]
    [InlineData("growth, scoring, neighbours", 1)]
    [InlineData("growth, preprocessing", 1)]
    public async Task Rows_without_a_peer_start_none(string only, int count)
    {
        (JsonArray peers, JsonObject[] rows) = await Measure(only);
        Assert.Empty(peers);
        Assert.Equal(count, rows.Length);
        Assert.All(rows, row => Assert.Null(row["peer"]));
        Assert.All(rows, row => Assert.Equal(only.StartsWith("growth", StringComparison.Ordinal) ? 10_000 : null, (int?)row["flows"]));
    }

    [Fact]
    public async Task A_peer_in_Python_answers()
    {
        using var python = new Peer(Path.Combine(Peers, "detectors_peer.py"));
        Assert.SkipWhen(python.Ask(new JsonObject { ["do"] = "load", ["path"] = "/dev/null", ["rows"] = 0, ["columns"] = 1 }) is null,
            $"scikit-learn is not here: {python.Missing}");
        (JsonArray peers, JsonObject[] rows) = await Measure("beside scikit-learn");
        Assert.Contains("scikit-learn", (string?)Assert.Single(peers), StringComparison.Ordinal);
        Assert.Equal(8, rows.Length);
        Assert.All(rows, row => Assert.True((double)row["peer"]! > 0 && (double)row["ratio"]! > 0));
    }

    [Theory]
    [InlineData("beside ML.NET", 4)]
    [InlineData("beside LightGBM", 2)]
    [InlineData("reference network, batch 4096, beside TorchSharp", 1)]
    public async Task Peers_in_dotnet_answer(string only, int count)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Peers, "dotnet", "bin")),
            "the peers are not built: dotnet build tests/AnomalyNotebooks.Benchmarks/peers/dotnet");
        (JsonArray peers, JsonObject[] rows) = await Measure(only);
        Assert.Contains("TorchSharp", (string?)Assert.Single(peers), StringComparison.Ordinal);
        Assert.Equal(count, rows.Length);
        Assert.All(rows, row => Assert.True((double)row["peer"]! > 0 && (double)row["ratio"]! > 0));
    }

    private static async Task<(JsonArray Peers, JsonObject[] Rows)> Measure(string only)
    {
        string folder = Directory.CreateTempSubdirectory("anomaly-test-").FullName, file = Path.Combine(folder, "bench.json");
        try
        {
            Outcome outcome = await Anomaly.RunAsync(folder, "bench", "--only", only, "--rounds", "1", "--seconds", "0.01", "--growth",
                "10000", "--rows", "500", "--json", file);
            Assert.True(outcome.ExitCode == 0, outcome.Error);
            JsonNode json = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
            JsonObject[] rows = [.. json["rows"]!.AsArray().Select(row => row!.AsObject())];
            Assert.All(rows, row => Assert.True((double)row["ours"]! > 0, row.ToJsonString()));
            Assert.Contains((string)rows[0]["name"]!, SpeedTable.Markdown(json.ToJsonString(), brief: false), StringComparison.Ordinal);
            return (json["peers"]!.AsArray(), rows);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
