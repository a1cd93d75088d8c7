using System.Text.Json;
using static AnomalyNotebooks.Tests.Detectors.ClassicFixture;

namespace AnomalyNotebooks.Tests.Detectors;

public sealed class GaussianMixtureTest
{
    [Theory]
    [InlineData("full", false)]
    [InlineData("diag", true)]
    public void From_the_same_start_it_arrives_where_scikit_learn_does(string kind, bool diagonal)
    {
        JsonElement expected = Sklearn.GetProperty("mixtures").GetProperty(kind);
        double[] means = [.. Train.Values.Take(15).Select(x => (double)x)],
            unit = [.. Enumerable.Range(0, 75).Select(i => i % 25 % 6 == 0 ? 1.0 : 0)];
        var start = new MixtureParameters([1 / 3.0, 1 / 3.0, 1 / 3.0], means, unit, 5);
        (MixtureParameters fitted, _, _) = MixtureEstimation.Run(Train, start, diagonal, 1e-4, maxIterations: 12, tolerance: 0,
            CancellationToken.None);
        Fixture.AssertClose(expected.Doubles("weights"), fitted.Weights.ToArray(), 1e-8);
        Fixture.AssertClose(expected.Doubles("means"), fitted.Means.ToArray(), 1e-8, 1e-8);
        Fixture.AssertClose(expected.Doubles("score"), new FittedGaussianMixture(Train.Names, null, fitted, 12, false).Score(Query), 1e-7);
    }

    [Fact]
    public void Planted_bells_are_found_again()
    {
        var random = new SeededRandom(12);
        float[] values = [.. Enumerable.Range(0, 3000).SelectMany(i =>
            new[] { (float)((i % 3 * 10) + random.NextGaussian()), (float)(0.1 * random.NextGaussian()) })];
        FittedGaussianMixture mixture = new GaussianMixture { Components = 3, PrincipalComponents =
            null }.Fit(new FeatureMatrix(values, 3000, ["x", "y"]), seed: 1);
        Assert.True(mixture.Converged);
        double[] scores = mixture.Score(new FeatureMatrix([0, 0, 10, 0, 20, 0, 5, 0, 0, 1], 5, ["x", "y"]));
        double atCentre = Math.Log(3 * 2 * Math.PI * 0.1); // a third of a bell with deviations 1 and 0.1
        for (int i = 0; i < 3; i++) Assert.Equal(atCentre, scores[i], 0.15);
        Assert.Equal(atCentre + 12.5 - Math.Log(2), scores[3], 1.5); // 5 deviations from either of two
        Assert.Equal(atCentre + 50, scores[4], 8.0); // 10 deviations along y
    }

    [Fact]
    public void Fewer_distinct_rows_than_bells_make_fewer_bells()
    {
        var rows = new FeatureMatrix([1, 1, 1, 2, 2], 5, ["x"]);
        Assert.Equal(2, new GaussianMixture { Components = 48, PrincipalComponents = null }.Fit(rows, seed: 1).Components);
    }

    [Fact]
    public void A_collapsed_bell_says_what_to_do()
    {
        var rows = new FeatureMatrix([1, 1, 2, 2, 3, 3], 3, ["x", "same"]);
        AnomalyException error = Assert.Throws<AnomalyException>(() =>
            new GaussianMixture { Components = 1, PrincipalComponents = null, Regularisation = 0 }.Fit(rows, seed: 1));
        Assert.Contains("Regularisation", error.Message, StringComparison.Ordinal);
    }
}
