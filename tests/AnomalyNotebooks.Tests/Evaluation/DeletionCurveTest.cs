namespace AnomalyNotebooks.Tests.Evaluation;

public sealed class DeletionCurveTest
{
    [Fact]
    public void A_right_explanation_has_an_advantage_and_a_wrong_one_has_none()
    {
        FeatureMatrix flows = new([9, 1, 0, 0, 8, 2, 0, 0], 2, ["a", "b", "c", "d"]);
        Assert.True(DeletionCurve.Measure(new SumDetector(sign: 1), flows, seed: 1).Advantage > 0.2);
        Assert.True(DeletionCurve.Measure(new SumDetector(sign: -1), flows, seed: 1).Advantage < 0);
    }

    [Fact]
    public void The_curve_is_the_mean_score_after_each_deletion()
    {
        DeletionCurve curve = DeletionCurve.Measure(new SumDetector(sign: 1), new FeatureMatrix([9, 1, 3, 4], 2, ["a", "b"]), seed: 1);
        Assert.Equal([0, 1, 2], curve.Deleted);
        Assert.Equal([8.5, 2, 0], curve.ByContribution); // (10 + 7) / 2, then the 9 and the 4 go
        Assert.Equal(0, curve.AtRandom[2]);
    }

    [Fact]
    public void The_flows_are_left_as_they_are()
    {
        FeatureMatrix flows = new([9, 1], 1, ["a", "b"]);
        DeletionCurve.Measure(new SumDetector(sign: 1), flows, seed: 1);
        Assert.Equal([9, 1], flows.Values);
    }

    [Fact]
    public void Nothing_to_explain_is_refused() =>
        Assert.Throws<ArgumentException>(() => DeletionCurve.Measure(new SumDetector(1), new FeatureMatrix([], 0, ["a"]), seed: 1));

    /// <summary>Scores by the sum of the features; explains by the features, or by their opposite.</summary>
    private sealed class SumDetector(int sign) : IExplainsScores
    {
        public double[] Score(FeatureMatrix flows) => [.. Enumerable.Range(0, flows.Rows).Select(row => flows.Row(row).ToArray().Sum(x => (double)x))];

        public ScoreExplanation Explain(FeatureMatrix flows) => new(flows,
            new FeatureMatrix([.. flows.Values.Select(x => sign * x)], flows.Rows, flows.Names), new FeatureMatrix(new float[flows.Values.Length], flows.Rows, flows.Names), "");
    }
}
