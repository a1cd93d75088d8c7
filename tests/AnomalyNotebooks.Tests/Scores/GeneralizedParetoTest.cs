using System.Text.Json;

namespace AnomalyNotebooks.Tests.Scores;

public sealed class GeneralizedParetoTest
{
    private static readonly JsonElement Scipy = Fixture.Read("Scores", "scores");

    [Fact]
    public void Tail_quantiles_agree_with_scipy_for_short_exponential_and_heavy_tails()
    {
        foreach (JsonElement point in Scipy.GetProperty("pareto_tail").EnumerateArray())
        {
            var tail = new GeneralizedPareto(point.Double("shape"), point.Double("scale"));
            Assert.Equal(point.Double("excess"), tail.Exceeded(point.Double("tail")), 1e-10 * point.Double("excess"));
        }
    }

    [Fact]
    public void The_fit_lies_close_to_the_maximum_of_the_likelihood_that_scipy_finds()
    {
        double[] maximum = Scipy.Doubles("maximum_likelihood"); // shape, location 0, scale
        GeneralizedPareto fitted = GeneralizedPareto.Fit(Scipy.Doubles("excesses"));
        Assert.Equal(maximum[0], fitted.Shape, 0.03);
        Assert.Equal(maximum[2], fitted.Scale, 0.06);
    }

    [Theory]
    [InlineData(-0.4)]
    [InlineData(0.0)]
    [InlineData(0.5)]
    public void Planted_parameters_are_found_again(double shape)
    {
        var truth = new GeneralizedPareto(shape, 3);
        var random = new SeededRandom(9);
        double[] sample = [.. Enumerable.Range(0, 20_000).Select(_ => truth.Exceeded(1 - random.NextDouble())).Where(y => y > 0)];
        GeneralizedPareto fitted = GeneralizedPareto.Fit(sample);
        Assert.Equal(shape, fitted.Shape, 0.03);
        Assert.Equal(3, fitted.Scale, 0.1);
    }

    [Fact]
    public void Equal_excesses_give_finite_parameters()
    {
        GeneralizedPareto fitted = GeneralizedPareto.Fit([2, 2, 2, 2, 2, 2]);
        Assert.True(double.IsFinite(fitted.Shape) && fitted.Scale > 0);
        Assert.True(fitted.Exceeded(1e-6) > 0);
    }

    [Fact]
    public void Excesses_that_are_none_are_refused()
    {
        Assert.Throws<ArgumentException>(() => GeneralizedPareto.Fit([1, 2, 3, 4]));
        Assert.Throws<ArgumentException>(() => GeneralizedPareto.Fit([0, 1, 2, 3, 4, 5]));
    }
}
