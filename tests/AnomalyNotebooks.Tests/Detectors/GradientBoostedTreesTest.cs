using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Tests.Detectors;

public sealed class GradientBoostedTreesTest
{
    private static readonly GradientBoostedTreesOptions Small = new() { Rounds = 12, MaxLeaves = 15, MinRowsPerLeaf = 5 };

    [Theory]
    [InlineData("defaults")]
    [InlineData("deep")]
    [InlineData("few bins and a penalty")]
    public void Decisions_agree_with_scikit_learns(string name)
    {
        JsonNode fixture = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Detectors", "Fixtures",
            "boosted_trees.json")))!;
        JsonNode example = fixture["cases"]!.AsArray().Single(c => (string)c!["name"]! == name)!;
        JsonNode settings = example["settings"]!;
        var options = new GradientBoostedTreesOptions
        {
            Rounds = (int)settings["max_iter"]!,
            MaxLeaves = (int?)settings["max_leaf_nodes"] ?? 31,
            MinRowsPerLeaf = (int?)settings["min_samples_leaf"] ?? 20,
            LearningRate = (double?)settings["learning_rate"] ?? 0.1,
            MaxBins = (int?)settings["max_bins"] ?? 255,
            L2 = (double?)settings["l2_regularization"] ?? 0,
        };
        int columns = (int)example["columns"]!;
        float[] values = example["rows"]!.Deserialize<float[]>()!;
        var rows = new FeatureMatrix(values, values.Length / columns, [.. Enumerable.Range(0, columns).Select(i => $"f{i}")]);
        bool[] classes = [.. example["classes"]!.Deserialize<int[]>()!.Select(c => c == 1)];

        GradientBoostedTrees trees = GradientBoostedTrees.Fit(options, rows.Take([.. Enumerable.Range(0, classes.Length)]), classes);

        double[] expected = example["decisions"]!.Deserialize<double[]>()!, actual = trees.DecisionFunction(rows);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 2e-5);
    }

    [Fact]
    public void The_decisions_have_the_bits_they_had_on_other_machines_whatever_the_threads_and_vectors()
    {
        (FeatureMatrix rows, bool[] classes) = Corner(20_000);
        double[] decision = GradientBoostedTrees.Fit(Small, rows, classes).DecisionFunction(rows);

        string bits = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<double>(decision)));
        Assert.StartsWith("7d489adebb179f96c87ab74101d70aaf3c5cc4279bfcdc1f54", bits, StringComparison.Ordinal);
    }

    [Fact]
    public void Trees_of_drawn_rows_and_features_have_the_same_bits_everywhere_and_know_nearly_as_much()
    {
        (FeatureMatrix rows, bool[] classes) = Corner(5_000, columns: 20);
        var drawn = Small with { RowShare = 0.5, FeatureShare = 0.5, Seed = 3 };
        double[] decision = GradientBoostedTrees.Fit(drawn, rows, classes).DecisionFunction(rows);

        string bits = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<double>(decision)));
        Assert.StartsWith("a8e79fc11ac2822e36225650aff81a79595d523d9a34b8bbf5", bits, StringComparison.Ordinal);
        Assert.NotEqual(decision, GradientBoostedTrees.Fit(drawn with { Seed = 4 }, rows, classes).DecisionFunction(rows));
        Assert.InRange(RocCurve.FromScores(decision, classes).Auroc, 0.95, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientBoostedTrees.Fit(drawn with { RowShare = 0 }, rows, classes));
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientBoostedTrees.Fit(drawn with { FeatureShare = 1.5 }, rows, classes));
    }

    [Fact]
    public void Wrong_input_is_refused_with_the_reason()
    {
        (FeatureMatrix rows, bool[] classes) = Corner(50);

        Assert.Contains("all rows are of one", Assert.Throws<ArgumentException>(() => GradientBoostedTrees.Fit(Small, rows, new bool[50]))
            .Message);
        Assert.Contains("49 classes", Assert.Throws<ArgumentException>(() => GradientBoostedTrees.Fit(Small, rows, classes[1..])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientBoostedTrees.Fit(Small with { MaxBins = 256 }, rows, classes));
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientBoostedTrees.Fit(Small with { LearningRate = 0 }, rows, classes));
        Assert.Contains("3 features", Assert.Throws<ArgumentException>(() =>
            GradientBoostedTrees.Fit(Small, rows, classes).DecisionFunction(new FeatureMatrix([1, 2], 1, ["a", "b"]))).Message);
    }

    [Fact]
    public void A_cancelled_fit_stops()
    {
        (FeatureMatrix rows, bool[] classes) = Corner(50);
        Assert.Throws<OperationCanceledException>(() =>
            GradientBoostedTrees.Fit(Small, rows, classes, new CancellationToken(canceled: true)));
    }

    // Positive where both of the first two features are large, and in every tenth row whatever they are; the others are noise.
    private static (FeatureMatrix Rows, bool[] Classes) Corner(int count, int columns = 3)
    {
        var random = new SeededRandom(5);
        var values = new float[count * columns];
        for (int i = 0; i < values.Length; i++) values[i] = (float)random.NextGaussian();
        bool[] classes = [.. Enumerable.Range(0, count).Select(i => i % 10 == 0
            || (values[columns * i] > 0.2f && values[(columns * i) + 1] > -0.3f))];
        return (new FeatureMatrix(values, count, [.. Enumerable.Range(0, columns).Select(c => $"feature {c}")]), classes);
    }
}
