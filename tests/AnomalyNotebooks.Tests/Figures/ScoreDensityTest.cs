namespace AnomalyNotebooks.Tests.Figures;

public sealed class ScoreDensityTest
{
    [Fact]
    public void The_curve_peaks_where_the_scores_lie_and_holds_an_area_of_one_over_the_logarithm()
    {
        var random = new SeededRandom(4);
        double[] scores = [.. Enumerable.Range(0, 5000).Select(_ => PortableMath.Exp(random.NextGaussian()))];
        Series density = ScoreDensity.OfLogarithm("normal", scores);

        int peak = Enumerable.Range(0, density.Y.Count).MaxBy(i => density.Y[i]);
        Assert.InRange(density.X[peak], 0.7, 1.4);
        double area = 0;
        for (int i = 1; i < density.X.Count; i++)
            area += (density.Y[i] + density.Y[i - 1]) / 2 * Math.Log10(density.X[i] / density.X[i - 1]);
        Assert.Equal(1, area, 0.01);
    }
}
