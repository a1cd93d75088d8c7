namespace AnomalyNotebooks.Tests.Evaluation;

public sealed class CategoryRecallTest
{
    private static readonly CategoryColumn Categories = new([1, 1, 1, 1, 0, 0, 2], ["DoS", "Normal", "Worms", "Unused"]);
    private static readonly double[] Scores = [1, 2, 3, 4, 3.5, 9, 0];

    [Fact]
    public void Each_category_that_occurs_has_its_own_recall_at_a_threshold()
    {
        IReadOnlyList<CategoryRecall> table = CategoryRecall.AtThreshold(Scores, Categories, new FixedThreshold(3.2));
        Assert.Equal([new("DoS", 2, 1), new("Normal", 4, 0.25), new("Worms", 1, 0)], table);
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(0.24, 0.5)]
    [InlineData(0.25, 1)]
    public void At_a_rate_no_more_normals_are_flagged_than_that(double rate, double dos)
    {
        IReadOnlyList<CategoryRecall> table = CategoryRecall.AtRate(Scores, Categories, rate);
        Assert.Equal(dos, table[0].Recall);
        Assert.True(table[1].Recall <= rate);
    }

    [Fact]
    public void A_rate_needs_normals_to_count_on() =>
        Assert.Throws<ArgumentException>(() => CategoryRecall.AtRate([1, 2], new CategoryColumn([0, 0], ["DoS"]), 0.01));

    [Fact]
    public void Lengths_must_match() =>
        Assert.Throws<ArgumentException>(() => CategoryRecall.AtThreshold([1, 2], Categories, new FixedThreshold(0)));
}
