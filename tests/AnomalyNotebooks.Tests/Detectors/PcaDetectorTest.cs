using static AnomalyNotebooks.Tests.Detectors.ClassicFixture;

namespace AnomalyNotebooks.Tests.Detectors;

public sealed class PcaDetectorTest
{
    [Fact]
    public void Reconstruction_error_and_variances_agree_with_scikit_learn()
    {
        FittedPca pca = new PcaDetector { Components = 3 }.Fit(Train);
        Fixture.AssertClose(Sklearn.Doubles("pca_score"), pca.Score(Query), 1e-10);
        Fixture.AssertClose(Sklearn.Doubles("pca_variances"), [.. pca.Variances], 1e-12);
        Assert.Equal(Sklearn.Double("pca_explained"), pca.ExplainedVariance, 1e-12);
    }

    [Fact]
    public void Mahalanobis_distance_agrees_with_scikit_learn() =>
        Fixture.AssertClose(Sklearn.Doubles("mahalanobis"), new PcaDetector { Score = PcaScore.Mahalanobis }.Fit(Train).Score(Query), 1e-10);

    [Fact]
    public void More_components_than_the_rows_vary_in_are_not_kept()
    {
        // The third feature is the sum of the others: two directions only.
        var rows = new FeatureMatrix([1, 2, 3, 4, 0, 4, 2, 2, 4, 0, 5, 5], 4, ["a", "b", "sum"]);
        FittedPca pca = new PcaDetector { Components = 3 }.Fit(rows);
        Assert.Equal(2, pca.Components);
        double[] scores = pca.Score(new FeatureMatrix([1, 1, 2, 1, 1, 5], 2, rows.Names));
        Assert.Equal(0, scores[0], 1e-10);
        Assert.Equal(3, scores[1], 1e-6); // 3 beyond the plane c = a + b, whose normal is (1, 1, -1) / sqrt 3
    }

    [Fact]
    public void Squared_residuals_add_up_to_the_reconstruction_error()
    {
        FittedPca pca = new PcaDetector { Components = 3 }.Fit(Train);
        AssertAddUp.ToScore(pca.Explain(Query), pca.Score(Query));
    }

    [Fact]
    public void Feature_after_feature_set_to_what_the_others_let_expect_lowers_the_Mahalanobis_distance()
    {
        FittedPca pca = new PcaDetector { Score = PcaScore.Mahalanobis }.Fit(Train);
        ScoreExplanation explanation = pca.Explain(Query);
        double[] before = pca.Score(Query);
        for (int row = 0; row < Query.Rows; row++)
        {
            FeatureMatrix changed = Query.Take([row]);
            double score = before[row];
            foreach (FeatureContribution turn in explanation.Top(row, 5))
            {
                changed.Values[Train.Names.ToList().IndexOf(turn.Feature)] = turn.Expected;
                double after = pca.Score(changed)[0];
                if (score == before[row]) Assert.Equal(score - turn.Contribution, after, 1e-4 * score);
                Assert.True(after <= score - (0.999 * turn.Contribution) + (1e-4 * before[row]), $"row {row}, {turn}: {after} after {score}");
                score = after;
            }

            Assert.True(score < 0.5 * before[row], $"row {row}: {score} of {before[row]} is left");
        }
    }
}
