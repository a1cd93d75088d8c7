namespace AnomalyNotebooks.Tests.Numerics;

public sealed class SeededRandomTest
{
    [Fact]
    public void Equal_seeds_give_equal_numbers_and_other_seeds_others()
    {
        SeededRandom a = new(42), b = new(42), c = new(43);
        Assert.Equal(a.NextUInt64(), b.NextUInt64());
        Assert.NotEqual(a.NextUInt64(), c.NextUInt64());
    }

    [Fact]
    public void A_permutation_holds_every_number_once_and_is_not_the_identity()
    {
        int[] order = new SeededRandom(1).Permutation(1000);
        Assert.Equal(Enumerable.Range(0, 1000), order.Order());
        Assert.NotEqual(Enumerable.Range(0, 1000), order);
    }

    [Fact]
    public void Gaussian_numbers_have_mean_0_and_variance_1()
    {
        var random = new SeededRandom(7);
        double[] sample = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextGaussian())];
        Assert.Equal(0, sample.Average(), 0.01);
        Assert.Equal(1, sample.Average(x => x * x), 0.02);
    }
}
