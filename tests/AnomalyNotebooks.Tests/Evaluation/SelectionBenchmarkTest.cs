using AnomalyNotebooks.Tests.Detectors;

namespace AnomalyNotebooks.Tests.Evaluation;

public sealed class SelectionBenchmarkTest
{
    private static readonly SwapDiscriminator Trees = new()
    {
        TreeSizes = [16],
        Trees = new GradientBoostedTreesOptions { Rounds = 10, MinRowsPerLeaf = 5 },
    };

    [Fact]
    public void What_the_attacks_are_changes_no_bit_of_the_selection()
    {
        FlowTable normals = Varied(1500), withAttacks = Together(normals, TestFlows.Make(0, 400, seed: 8));
        SelectionResult without = new SelectionBenchmark(NormalFlows.Of(normals), 1).Run(Trees);
        SelectionResult with = new SelectionBenchmark(NormalFlows.Of(withAttacks), 1).Run(Trees);

        Assert.Equal(without.Withheld, with.Withheld);
        Assert.Equal(without.Mixed, with.Mixed);
    }

    [Fact]
    public void A_benchmark_can_only_be_made_of_a_type_that_holds_no_attack()
    {
        Assert.Equal([typeof(NormalFlows), typeof(ulong)], typeof(SelectionBenchmark).GetConstructors().Single().GetParameters()
            .Select(p => p.ParameterType));
        Assert.Throws<AnomalyException>(() => NormalFlows.Take(TestFlows.Make(3, 3), [0, 4]));
    }

    [Fact]
    public void The_anomalies_are_flows_whose_arithmetic_holds()
    {
        foreach (ArtificialAnomalies kind in new SelectionBenchmark(NormalFlows.Of(Varied(1500)), 1).Anomalies)
        {
            double[] bytes = kind.Flows.Number("sbytes"), packets = kind.Flows.Number("spkts"), mean = kind.Flows.Number("smean");
            Assert.NotEmpty(bytes);
            for (int i = 0; i < bytes.Length; i++) Assert.Equal(Math.Floor((bytes[i] / Math.Max(packets[i], 1)) + 0.5), mean[i]);
            Assert.DoesNotContain(true, kind.Flows.IsAttack);
        }
    }

    [Fact]
    public void A_detector_that_looks_does_better_than_one_that_does_not()
    {
        var benchmark = new SelectionBenchmark(NormalFlows.Of(Varied(1500)), 1);
        SelectionResult seeing = benchmark.Run(Trees), blind = benchmark.Run(new ScriptedDetector("blind", AtRandom));

        Assert.Equal(0.5, blind.Mean, 0.08);
        Assert.True(seeing.Mean > 0.7, $"{seeing.Mean}");
    }

    [Fact]
    public void The_table_puts_the_best_first()
    {
        string[] lines = SelectionTable.Markdown(
        [
            Result("poor", 0.6, 0.7),
            Result("good", 0.9, 0.8),
        ]).Split('\n');

        Assert.StartsWith("| good", lines[2], StringComparison.Ordinal);
        Assert.Contains("0.8500", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Flows_mixed_of_normals_are_shown_and_not_chosen_by()
    {
        SelectionResult poor = Result("poor", 0.6, 0.7),
            mixes = poor with { Detector = "mixes", Mixed = new Dictionary<string, double> { ["swap"] = 1 } };
        Assert.Equal(poor.Mean, mixes.Mean);
        Assert.Contains("1.000", SelectionTable.Markdown([mixes]), StringComparison.Ordinal);
    }

    [Fact]
    public void Seeds_are_averaged_kind_by_kind()
    {
        SelectionResult mean = SelectionResult.Average([Result("d", 0.6, 0.7), Result("d", 0.8, 0.8)]);
        Assert.Equal(0.7, mean.Withheld["a"], 1e-12);
        Assert.Equal(0.725, mean.Mean, 1e-12);
        Assert.Throws<ArgumentException>(() => SelectionResult.Average([]));
    }

    private static SelectionResult Result(string name, double a, double b) =>
        new(name, new Dictionary<string, double> { ["a"] = a, ["b"] = b }, new Dictionary<string, double> { ["swap"] = 0.5 }, 1);

    // Some flows of rare kinds, so that some can be kept from the fit.
    private static FlowTable Varied(int count)
    {
        FlowTable flows = TestFlows.Make(count, 0);
        double[] ttl = flows.Number("sttl");
        for (int i = 0; i < count; i += 40) ttl[i] = 60 + (i / 40 % 6);
        return flows;
    }

    private static FlowTable Together(FlowTable first, FlowTable second)
    {
        double[] Joined(string name) => [.. first.Number(name), .. second.Number(name)];
        CategoryColumn JoinedText(string name) =>
            new([.. first.Category(name).Codes, .. second.Category(name).Codes], first.Category(name).Values);
        return new FlowTable(
            first.Origin,
            first.Count + second.Count,
            FlowSchema.UnswNb15.NumericFeatures.ToDictionary(name => name, Joined),
            FlowSchema.UnswNb15.CategoryFeatures.ToDictionary(name => name, JoinedText),
            new CategoryColumn([.. first.AttackCategory.Codes, .. second.AttackCategory.Codes], first.AttackCategory.Values),
            [.. first.IsAttack, .. second.IsAttack]);
    }

    private static double[] AtRandom(FlowTable flows)
    {
        var random = new SeededRandom((ulong)flows.Count);
        return [.. Enumerable.Range(0, flows.Count).Select(_ => random.NextDouble())];
    }
}
