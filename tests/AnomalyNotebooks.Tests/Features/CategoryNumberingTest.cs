namespace AnomalyNotebooks.Tests.Features;

public sealed class CategoryNumberingTest
{
    private static readonly CategoryColumn Colours = new([0, 1, 2, 0, 1, 2, 2, 0], ["blue", "green", "red"]);

    [Fact]
    public void Other_numberings_of_the_same_flows_give_other_coefficients()
    {
        var shapes = new CategoryColumn([0, 1, 2, 0, 1, 2, 1, 2], ["cube", "dot", "star"]);
        double[] coefficients = CorrelationMatrix.RandomNumberings(Colours, shapes, times: 30, seed: 1);
        Assert.Contains(coefficients, c => c > 0.3);
        Assert.Contains(coefficients, c => c < 0.1);
        Assert.Equal(coefficients, CorrelationMatrix.RandomNumberings(Colours, shapes, times: 30, seed: 1));
    }

    [Fact]
    public void Two_values_can_only_change_the_sign()
    {
        var a = new CategoryColumn([0, 1, 0, 1, 1], ["no", "yes"]);
        var b = new CategoryColumn([0, 1, 0, 1, 0], ["off", "on"]);
        double[] coefficients = CorrelationMatrix.RandomNumberings(a, b, times: 20, seed: 5);
        Assert.All(coefficients, c => Assert.Equal(2.0 / 3.0, Math.Abs(c), 1e-12));
    }

    [Fact]
    public void Columns_of_other_flows_are_refused() =>
        Assert.Throws<ArgumentException>(() => CorrelationMatrix.RandomNumberings(Colours, new CategoryColumn([0], ["x"]), 1, 1));
}
