namespace AnomalyNotebooks.Tests.Scores;

public sealed class DistributionShiftTest
{
    private static readonly double[] Hundred = [.. Enumerable.Range(0, 100).Select(i => (double)i)];

    [Fact]
    public void Nothing_has_moved_between_equal_samples()
    {
        Assert.Equal(0, DistributionShift.PopulationStability(Hundred, Hundred), 1e-12);
        Assert.Equal(0, DistributionShift.KolmogorovSmirnov(Hundred, Hundred));
    }

    [Fact]
    public void The_index_is_what_a_hand_computes()
    {
        // Two values, half and half before; one in five and four in five now.
        double[] before = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1], after = [0, 0, 1, 1, 1, 1, 1, 1, 1, 1];
        double expected = ((0.2 - 0.5) * Math.Log(0.2 / 0.5)) + ((0.8 - 0.5) * Math.Log(0.8 / 0.5));
        Assert.Equal(expected, DistributionShift.PopulationStability(before, after), 1e-9);
        Assert.Equal(expected, DistributionShift.PopulationStability(
            new CategoryColumn([0, 1], ["a", "b"]), new CategoryColumn([0, 1, 1, 1, 1], ["a", "b"])), 1e-9);
    }

    [Fact]
    public void Kolmogorov_and_Smirnov_see_the_largest_gap()
    {
        Assert.Equal(0.5, DistributionShift.KolmogorovSmirnov(Hundred, [.. Hundred.Select(x => x + 50)]), 1e-12);
        Assert.Equal(1, DistributionShift.KolmogorovSmirnov(Hundred, [1000]));
    }

    [Fact]
    public void Missing_values_are_a_value_of_their_own()
    {
        double[] half = [.. Hundred.Select((x, i) => i % 2 == 0 ? x : double.NaN)];
        Assert.True(DistributionShift.PopulationStability(Hundred, half) > 1);
        Assert.Equal(0, DistributionShift.PopulationStability(half, half), 1e-12);
        Assert.Equal(0.01, DistributionShift.KolmogorovSmirnov(Hundred, half), 0.011);
        Assert.Equal(1, DistributionShift.KolmogorovSmirnov(Hundred, [double.NaN]));
    }
}
