using System.Text.Json;

namespace AnomalyNotebooks.Tests.Evaluation;

public sealed class RocCurveTest
{
    [Theory]
    [MemberData(nameof(ScikitLearnCases.Names), MemberType = typeof(ScikitLearnCases))]
    public void The_curve_agrees_with_scikit_learn(string name)
    {
        JsonElement expected = ScikitLearnCases.Named(name);
        RocCurve curve = RocCurve.FromScores(expected.Doubles("scores"), expected.Bools("labels"));
        Assert.Equal(expected.Double("auroc"), curve.Auroc, 1e-14);
        Fixture.AssertClose(expected.Doubles("fpr"), curve.FalsePositiveRates, 1e-14);
        Fixture.AssertClose(expected.Doubles("tpr"), curve.TruePositiveRates, 1e-14);
        foreach (JsonProperty point in expected.GetProperty("tpr_at").EnumerateObject())
            Assert.Equal(point.Value.GetDouble(), curve.TprAt(double.Parse(point.Name, System.Globalization.CultureInfo.InvariantCulture)),
                1e-14);
    }

    [Fact]
    public void Auroc_is_the_share_of_pairs_in_the_right_order_with_ties_counting_half()
    {
        var random = new SeededRandom(2);
        double[] normals = [.. Enumerable.Range(0, 83).Select(_ => (double)random.Next(20))],
            attacks = [.. Enumerable.Range(0, 57).Select(_ => (double)random.Next(25))];
        double pairs = normals.Sum(n => attacks.Sum(a => a > n ? 1 : a == n ? 0.5 : 0)) / (83 * 57);
        Assert.Equal(pairs, RocCurve.Between(normals, attacks).Auroc, 1e-14);
    }

    [Fact]
    public void The_order_of_the_flows_does_not_matter_to_the_last_bit()
    {
        var random = new SeededRandom(6);
        double[] scores = [.. Enumerable.Range(0, 500).Select(_ => (double)random.Next(40))];
        bool[] labels = [.. scores.Select(s => random.Next(40) < s)];
        int[] order = random.Permutation(500);
        Assert.Equal(RocCurve.FromScores(scores, labels).Auroc,
            RocCurve.FromScores([.. order.Select(i => scores[i])], [.. order.Select(i => labels[i])]).Auroc);
    }

    [Fact]
    public void A_thinned_curve_keeps_its_ends_its_corners_and_nearly_its_area()
    {
        var random = new SeededRandom(3);
        RocCurve curve = RocCurve.Between(
            [.. Enumerable.Range(0, 20_000).Select(_ => random.NextGaussian())],
            [.. Enumerable.Range(0, 20_000).Select(_ => 1 + random.NextGaussian())]);
        (double[] x, double[] y) = curve.Thin(300);
        Assert.InRange(x.Length, 100, 300);
        Assert.Equal((0, 0, 1, 1), (x[0], y[0], x[^1], y[^1]));
        Assert.Equal(curve.Auroc, Enumerable.Range(1, x.Length - 1).Sum(i => (x[i] - x[i - 1]) * (y[i] + y[i - 1]) / 2), 1e-3);
    }

    [Fact]
    public void Thinning_drops_the_middle_of_straight_stretches()
    {
        (double[] x, double[] y) = RocCurve.FromScores([9, 8, 7, 6, 5, 4], [true, true, true, false, false, false]).Thin();
        Assert.Equal([0, 0, 1], x);
        Assert.Equal([0, 1, 1], y);
    }

    [Fact]
    public void One_class_alone_or_scores_that_are_no_numbers_are_refused()
    {
        Assert.Contains("normal flows", Assert.Throws<AnomalyException>(() => RocCurve.FromScores([1, 2], [false, false])).Message,
            StringComparison.Ordinal);
        Assert.Contains("attacks", Assert.Throws<AnomalyException>(() => RocCurve.FromScores([1, 2], [true, true])).Message,
            StringComparison.Ordinal);
        Assert.Throws<AnomalyException>(() => RocCurve.FromScores([], []));
        Assert.Contains("index 1", Assert.Throws<ArgumentException>(() => RocCurve.FromScores([1, double.NaN], [false, true])).Message,
            StringComparison.Ordinal);
        Assert.Contains("3 scores and 2 labels", Assert.Throws<ArgumentException>(() => RocCurve.FromScores([1, 2, 3], [false, true]))
            .Message, StringComparison.Ordinal);
    }
}
