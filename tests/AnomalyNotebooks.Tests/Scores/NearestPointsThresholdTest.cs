using System.Text.Json;

namespace AnomalyNotebooks.Tests.Scores;

public sealed class NearestPointsThresholdTest
{
    [Fact]
    public void The_pair_is_the_one_that_scipy_and_numpy_find()
    {
        JsonElement scipy = Fixture.Read("Scores", "scores");
        NearestPointsThreshold threshold = NearestPointsThreshold.Fit(scipy.Doubles("normals"), scipy.Doubles("attacks"));
        Assert.Equal(scipy.Double("nearest_x"), threshold.Value, 1e-12);
        Assert.Equal(scipy.Double("nearest_gap"), threshold.Gap, 1e-12);
        Assert.True(threshold.UsesLabels);
    }

    [Fact]
    public void Curves_that_share_an_empty_tail_put_it_there()
    {
        var random = new SeededRandom(8);
        double[] normals = [.. Enumerable.Range(0, 2000).Select(_ => random.NextGaussian()), 200],
            attacks = [.. Enumerable.Range(0, 2000).Select(_ => 1 + random.NextGaussian()), 230];
        Threshold threshold = NearestPointsThreshold.Fit(normals, attacks);
        Assert.True(threshold.Value > 10,
            $"{threshold.Value}: between the bulk and the one far score nothing lies, and both densities are zero");
    }
}
