namespace AnomalyNotebooks.Tests.Detectors;

public sealed class CrossFittingTest
{
    private static readonly CrossFitting[] Folds = [.. CrossFitting.Of(1000, new SeededRandom(1))];

    [Fact]
    public void Every_row_is_taken_once_and_never_counted_for_itself()
    {
        Assert.Equal(Enumerable.Range(0, 1000), Folds.SelectMany(fold => fold.Rows).Order());
        Assert.All(Folds, fold => Assert.Empty(fold.Rows.Except(fold.Donors)));
        Assert.All(Folds, fold => Assert.InRange(fold.Donors.Length, 1000 / CrossFitting.Folds, 1 + (1000 / CrossFitting.Folds)));
    }

    [Fact]
    public void About_half_of_the_rows_are_counted_without_their_stretch_of_the_table()
    {
        CrossFitting[] stretches = [.. Folds.Where(fold => fold.Donors[^1] - fold.Donors[0] == fold.Donors.Length - 1)];

        Assert.Equal(CrossFitting.Folds, stretches.Length);
        Assert.InRange(stretches.Sum(fold => fold.Rows.Length), 420, 580);
    }

    [Fact]
    public void A_burst_is_new_to_half_of_its_own_rows_only()
    {
        int[] burst = [.. Enumerable.Range(430, 20)];
        int alone = Folds.Where(fold => burst.All(fold.Donors.Contains)).Sum(fold => fold.Rows.Intersect(burst).Count());
        Assert.InRange(alone, 4, 16);
    }
}
