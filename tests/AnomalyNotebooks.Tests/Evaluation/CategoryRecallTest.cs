namespace AnomalyNotebooks.Tests.Evaluation;

public sealed class CategoryRecallTest
{
    private static readonly CategoryColumn Categories = new([1, 1, 1, 1, 0, 0, 2], ["DoS", "Normal", "Worms", "Unused"]);
    private static readonly double[] Scores = [1, 2, 3, 4, 3.5, 9, 0];

    [Fact]
    public void Each_category_that_occurs_has_its_own_recall_and_AUROC()
    {
        IReadOnlyList<CategoryRecall> table = CategoryRecall.Table(Scores, Categories, new FixedThreshold(3.2));
        Assert.Equal(["DoS", "Normal", "Worms"], table.Select(x => x.Category));
        Assert.Equal([2, 4, 1], table.Select(x => x.Count));
        Assert.Equal([1, 0.25, 0], table.Select(x => x.Recall));
        Assert.Equal([0.875, 0.5, 0], table.Select(x => x.Auroc));
        Assert.Equal(0.5, table[0].TprAt1Percent);
    }

    [Fact]
    public void Without_normals_there_is_recall_but_no_AUROC()
    {
        CategoryRecall dos = CategoryRecall.Table(Scores, Categories, new FixedThreshold(3.2), normal: "Benign")[0];
        Assert.Equal(1, dos.Recall);
        Assert.True(double.IsNaN(dos.Auroc));
    }

    [Fact]
    public void Lengths_must_match() => Assert.Throws<ArgumentException>(() => CategoryRecall.Table([1, 2], Categories, new FixedThreshold(0)));
}
