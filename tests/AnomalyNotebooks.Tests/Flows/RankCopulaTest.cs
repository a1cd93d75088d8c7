namespace AnomalyNotebooks.Tests.Flows;

public sealed class RankCopulaTest
{
    [Fact]
    public void Draws_have_the_correlations_asked_for()
    {
        double[][] draws = Draw(new RankCopula(3, [0.8, -0.5, 0]), [double.NaN, double.NaN, double.NaN], 40_000);
        Assert.Equal(0.8, Mean(draws, draw => draw[0] * draw[1]), 0.03);
        Assert.Equal(-0.5, Mean(draws, draw => draw[0] * draw[2]), 0.03);
        Assert.Equal(0, Mean(draws, draw => draw[1] * draw[2]), 0.03);
        Assert.Equal(1, Mean(draws, draw => draw[2] * draw[2]), 0.03);
    }

    [Fact]
    public void Given_numbers_are_kept_and_the_others_fit_them()
    {
        double[][] draws = Draw(new RankCopula(2, [0.6]), [1.5, double.NaN], 20_000);
        Assert.All(draws, draw => Assert.Equal(1.5, draw[0]));
        Assert.Equal(0.6 * 1.5, Mean(draws, draw => draw[1]), 0.03);
    }

    [Fact]
    public void A_matrix_that_no_normals_can_have_is_weakened_until_some_do()
    {
        double[][] draws = Draw(new RankCopula(3, [0.9, 0.9, -0.9]), [double.NaN, double.NaN, double.NaN], 20_000);
        Assert.All(draws, draw => Assert.All(draw, value => Assert.True(double.IsFinite(value))));
        Assert.True(Mean(draws, draw => draw[0] * draw[1]) > 0.1);
    }

    private static double[][] Draw(RankCopula copula, double[] given, int count)
    {
        var random = new SeededRandom(11);
        var noise = new double[given.Length];
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            double[] draw = [.. given];
            copula.Complete(draw, noise, random);
            return draw;
        })];
    }

    private static double Mean(double[][] draws, Func<double[], double> value) => draws.Average(value);
}
