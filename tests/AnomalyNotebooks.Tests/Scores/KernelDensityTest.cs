using System.Text.Json;

namespace AnomalyNotebooks.Tests.Scores;

public sealed class KernelDensityTest
{
    private static readonly JsonElement Scipy = Fixture.Read("Scores", "scores");

    [Theory]
    [InlineData("normals", "normal_curve")]
    [InlineData("attacks", "attack_curve")]
    public void Bandwidth_grid_and_density_agree_with_scipy(string scores, string curve)
    {
        JsonElement expected = Scipy.GetProperty(curve);
        KernelDensity density = KernelDensity.Fit(Scipy.Doubles(scores));
        Assert.Equal(expected.Double("bandwidth"), density.Bandwidth, 1e-13);
        Fixture.AssertClose(expected.Doubles("grid"), density.Grid(200), 1e-13);
        Fixture.AssertClose(expected.Doubles("density"), density.Evaluate(expected.Doubles("grid")), 1e-12);
    }

    [Theory]
    [InlineData("normals", "normal_curve")]
    [InlineData("attacks", "attack_curve")]
    public void Far_tails_and_gaps_agree_with_scipy_relative_to_their_own_size(string scores, string curve)
    {
        JsonElement expected = Scipy.GetProperty(curve);
        Assert.True(expected.Doubles("far_density")[0] is > 0 and < 1e-80, "the fixture reaches into the tail");
        Fixture.AssertClose(expected.Doubles("far_density"), KernelDensity.Fit(Scipy.Doubles(scores))
            .Evaluate(expected.Doubles("far")), 1e-11);
    }

    [Fact]
    public void Agrees_with_the_direct_sum_for_samples_of_any_shape()
    {
        var random = new SeededRandom(5);
        double[][] samples =
        [
            [1, 2],
            [1, 1, 1, 1, 1, 9],
            [.. Enumerable.Range(0, 3000).Select(_ => PortableMath.Exp(3 * random.NextGaussian()))],
            [.. Enumerable.Range(0, 500).Select(i => i % 2 == 0 ? 0 : 1e6 + random.NextDouble())],
            [.. Enumerable.Range(0, 50).Select(i => -1e-9 * i)],
        ];
        foreach (double[] sample in samples)
        {
            foreach (double? bandwidth in new double?[] { null, (sample.Max() - sample.Min()) / 200 })
            {
                KernelDensity density = KernelDensity.Fit(sample, bandwidth);
                double[] grid = density.Grid(97, cut: 12);
                Fixture.AssertClose([.. grid.Select(x => DirectSum(sample, density.Bandwidth, x))], density.Evaluate(grid), 1e-11, 1e-300);
            }
        }
    }

    [Fact]
    public void The_density_integrates_to_one()
    {
        KernelDensity density = KernelDensity.Fit(Scipy.Doubles("attacks"));
        double[] grid = density.Grid(4001, cut: 9);
        Assert.Equal(1, density.Evaluate(grid).Sum() * (grid[1] - grid[0]), 1e-9);
    }

    [Fact]
    public void Beyond_the_reach_of_doubles_the_density_is_zero() => Assert.Equal(0, KernelDensity.Fit([0, 1]).Evaluate(1e6));

    [Fact]
    public void Scores_that_cannot_have_a_density_are_refused()
    {
        Assert.Contains("equal", Assert.Throws<AnomalyException>(() => KernelDensity.Fit([2, 2, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("index 1", Assert.Throws<ArgumentException>(() => KernelDensity.Fit([2, double.NaN])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => KernelDensity.Fit([2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => KernelDensity.Fit([2, 3], bandwidth: 0));
    }

    private static double DirectSum(double[] sample, double bandwidth, double x) =>
        sample.Sum(s => Math.Exp(-0.5 * (x - s) / bandwidth * ((x - s) / bandwidth)))
            / (sample.Length * bandwidth * Math.Sqrt(2 * Math.PI));
}
