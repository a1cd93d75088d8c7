using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Tests.Figures;

/// <summary>Pictures made from the results of the other rooms.</summary>
public sealed class PicturesTest
{
    [Fact]
    public void A_density_on_a_logarithmic_axis_has_area_1_per_decade()
    {
        var random = new SeededRandom(3);
        double[] losses = [0, .. Enumerable.Range(0, 2000).Select(_ => PortableMath.Exp(random.NextGaussian()))];
        Series density = Pictures.Density("normal", losses);
        double area = density.X.Zip(density.X.Skip(1)).Zip(density.Y, (step, height) => Math.Log10(step.Second / step.First) * height)
            .Sum();
        Assert.Equal(1, area, 0.01);
    }

    [Fact]
    public void Losses_without_spread_are_a_narrow_peak_and_not_an_error()
    {
        Series density = Pictures.Density("Worms", [2, 2, 2]);
        Assert.Equal(2, density.X[density.Y.ToList().IndexOf(density.Y.Max())], 0.02);
        Assert.Empty(Pictures.Density("none", []).X);
    }

    [Fact]
    public void Loss_per_category_puts_normals_first_and_leaves_out_what_does_not_occur()
    {
        var categories = new CategoryColumn([0, 0, 1, 1, 3], ["Exploits", "Normal", "Unused", "Worms"]);
        Figure figure = Pictures.LossByCategory([1, 2, 3, 4, 5], categories, "synthetic sample", threshold: 2);
        JsonNode axis = JsonNode.Parse(figure.ToPlotlyJson())!["layout"]!["yaxis"]!;
        Assert.Equal("""["Normal","Exploits","Worms"]""", axis["ticktext"]!.ToJsonString());
        Assert.Throws<ArgumentException>(() => Pictures.LossByCategory([1], categories, "synthetic sample"));
    }

    [Fact]
    public void Curves_carry_their_areas_in_the_legend()
    {
        double[] scores = [0.1, 0.4, 0.35, 0.8];
        bool[] isAttack = [false, false, true, true];
        Assert.Contains("PCA (AUROC 0.750)", Charts.Roc("ROC", [("PCA", RocCurve.FromScores(scores, isAttack))]).ToString(),
            StringComparison.Ordinal);
        Assert.Contains("PCA (AP 0.833)", Charts.PrecisionRecall("PR", [("PCA", PrecisionRecallCurve.FromScores(scores, isAttack))])
            .ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Precision_recall_curves_of_different_prevalences_are_refused()
    {
        PrecisionRecallCurve At(double prevalence) => PrecisionRecallCurve.Between([1, 2], [2, 3], prevalence);
        Assert.Contains("different prevalences", Assert.Throws<ArgumentException>(() =>
            Charts.PrecisionRecall("PR", [("a", At(0.5)), ("b", At(0.01))])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Recall_per_category_leaves_out_normals_and_puts_the_hardest_last()
    {
        CategoryRecall[] table = [new("Fuzzers", 600, 0.5), new("Normal", 1000, 0.01), new("Worms", 44, 1)];
        Assert.Equal("Recall per attack category (synthetic sample)\n  Worms: 100 % (44 of 44)\n  Fuzzers: 50.0 % (300 of 600)",
            Pictures.RecallByCategory(table, "synthetic sample").ToString());
    }

    [Fact]
    public void The_heat_map_of_recall_shows_what_is_found_and_refuses_other_categories()
    {
        CategoryRecall[] table = [new("Fuzzers", 600, 0.5), new("Normal", 1000, 0.01), new("Worms", 44, 1)];
        Assert.Contains("[0.5,1]", Pictures.RecallHeatmap([("PCA", table)], "synthetic sample").ToPlotlyJson(), StringComparison.Ordinal);
        Assert.Contains("'trees'", Assert.Throws<ArgumentException>(() =>
            Pictures.RecallHeatmap([("PCA", table), ("trees", table[..2])], "")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_kept_epoch_of_a_history_is_marked()
    {
        EpochReport[] history = [new(1, 3, 5, 4, 0.005, 1, 1, 4, false), new(2, 3, 3, 2, 0.005, 1, 2, 2, false),
            new(3, 3, 2, 2.5, 0.005, 1, 2, 2, false)];
        Assert.Contains("epoch 2: weights kept", Pictures.Loss(history, "synthetic sample").ToPlotlyJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void On_the_real_flows_the_pie_has_its_ten_categories_and_Worms_can_be_seen_in_the_bars()
    {
        FlowTable flows = RealData.Require();
        Assert.Contains("Worms: 44 (0.053 %)", Pictures.AttackPie(flows).ToString(), StringComparison.Ordinal);
        JsonNode bars = JsonNode.Parse(Pictures.AttackBars(flows).ToPlotlyJson())!["data"]![0]!;
        Assert.Equal(("Normal", "Worms"), ((string?)bars["y"]![0], (string?)bars["y"]![9]));
        Assert.Equal(44, (int)bars["x"]![9]!);
    }
}
