using static AnomalyNotebooks.Tests.Detectors.ClassicFixture;

namespace AnomalyNotebooks.Tests.Detectors;

public sealed class PcaDetectorTest
{
    [Fact]
    public void Reconstruction_error_and_variances_agree_with_scikit_learn()
    {
        FittedPca pca = new PcaDetector { Components = 3 }.Fit(Train, seed: 0);
        Fixture.AssertClose(Sklearn.Doubles("pca_score"), pca.Score(Query), 1e-10);
        Fixture.AssertClose(Sklearn.Doubles("pca_variances"), [.. pca.Variances], 1e-12);
        Assert.Equal(Sklearn.Double("pca_explained"), pca.ExplainedVariance, 1e-12);
    }

    [Fact]
    public void Mahalanobis_distance_agrees_with_scikit_learn() =>
        Fixture.AssertClose(Sklearn.Doubles("mahalanobis"), new PcaDetector { Mahalanobis = true }.Fit(Train, seed: 0).Score(Query), 1e-10);

    [Fact]
    public void More_components_than_the_rows_vary_in_are_not_kept()
    {
        // The third feature is the sum of the others: two directions only.
        var rows = new FeatureMatrix([1, 2, 3, 4, 0, 4, 2, 2, 4, 0, 5, 5], 4, ["a", "b", "sum"]);
        FittedPca pca = new PcaDetector { Components = 3 }.Fit(rows, seed: 0);
        Assert.Equal(2, pca.Components);
        double[] scores = pca.Score(new FeatureMatrix([1, 1, 2, 1, 1, 5], 2, rows.Names));
        Assert.Equal(0, scores[0], 1e-10);
        Assert.Equal(3, scores[1], 1e-6); // 3 beyond the plane c = a + b, whose normal is (1, 1, -1) / sqrt 3
    }
}
