using System.Runtime.Intrinsics;
using static AnomalyNotebooks.Tests.Detectors.ClassicFixture;

namespace AnomalyNotebooks.Tests.Detectors;

public sealed class NearestNeighboursTest
{
    [Fact]
    public void Neighbours_and_distances_agree_with_scikit_learn()
    {
        NeighbourTable nearest = new NearestNeighbours { Neighbours = 4 }.Fit(Train, seed: 0).Nearest(Query);
        Fixture.AssertClose(Sklearn.Doubles("distances"), nearest.Distances, 1e-6);
        AssertSameRowsUpToTies(Sklearn.Ints("indices"), nearest, Sklearn.Doubles("distances"));
        Assert.Equal(50, nearest.RowsOf(2)[0]);
        Assert.Equal(0, nearest.DistancesOf(2)[0]);
    }

    [Fact]
    public void Training_rows_leave_themselves_out_as_in_scikit_learn()
    {
        FittedNearestNeighbours fitted = new NearestNeighbours { Neighbours = 4 }.Fit(Train, seed: 0);
        NeighbourTable nearest = fitted.NearestOfTraining();
        Fixture.AssertClose(Sklearn.Doubles("own_distances"), nearest.Distances, 1e-6);
        AssertSameRowsUpToTies(Sklearn.Ints("own_indices"), nearest, Sklearn.Doubles("own_distances"));
        Assert.Equal((7, 0), (nearest.RowsOf(3)[0], nearest.DistancesOf(3)[0])); // its duplicate, not itself
        Assert.Equal(nearest.DistancesOf(5).ToArray().Average(), fitted.ScoreTraining()[5], 1e-12);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(31, 3, 5)]
    [InlineData(33, 7, 33)]
    [InlineData(700, 37, 9)]
    public void Any_size_gives_what_a_plain_search_gives(int rows, int columns, int k)
    {
        var random = new SeededRandom((ulong)rows);
        string[] names = [.. Enumerable.Range(0, columns).Select(c => $"f{c}")];
        float[] Values(int count) => [.. Enumerable.Range(0, count * columns).Select(_ => (float)random.Next(4))]; // many ties
        FeatureMatrix train = new(Values(rows), rows, names), query = new(Values(67), 67, names);
        NeighbourTable nearest = new NearestNeighbours { Neighbours = k }.Fit(train, seed: 0).Nearest(query);
        for (int q = 0; q < query.Rows; q++)
        {
            int[] expected = [.. Enumerable.Range(0, rows).OrderBy(row => SquaredDistance(train, row, query, q)).ThenBy(row =>
                row).Take(k)];
            Assert.Equal(expected, nearest.RowsOf(q).ToArray());
            Assert.Equal(expected.Select(row => Math.Sqrt(SquaredDistance(train, row, query, q))), nearest.DistancesOf(q).ToArray());
        }
    }

    [Fact]
    public void Every_vector_width_gives_the_same_bits()
    {
        var random = new SeededRandom(4);
        string[] names = [.. Enumerable.Range(0, 41).Select(c => $"f{c}")];
        FeatureMatrix Rows(int count) => new([.. Enumerable.Range(0, count * 41).Select(_ => (float)random.NextGaussian())], count, names);
        var search = new NeighbourSearch(Rows(230));
        FeatureMatrix query = Rows(19);
        (int[] rows, float[] distances) = search.Nearest<Lanes128, Vector128<float>>(query, 6, leaveOwnRowOut: false);
        foreach ((int[] otherRows, float[] otherDistances) in new[]
        {
            search.Nearest<Lanes256, Vector256<float>>(query, 6, leaveOwnRowOut: false),
            search.Nearest<Lanes512, Vector512<float>>(query, 6, leaveOwnRowOut: false),
        })
        {
            Assert.Equal(rows, otherRows);
            Assert.Equal(distances, otherDistances);
        }
    }

    [Fact]
    public void Distances_that_overflow_are_refused() =>
        Assert.Contains("Scale", Assert.Throws<AnomalyException>(() =>
            new NearestNeighbours().Fit(new FeatureMatrix([1], 1, ["x"]), seed: 0)
                .Score(new FeatureMatrix([3e38f], 1, ["x"]))).Message, StringComparison.Ordinal);

    private static double SquaredDistance(FeatureMatrix a, int row, FeatureMatrix b, int other) =>
        Enumerable.Range(0, a.Columns).Sum(c => Math.Pow((double)a[row, c] - b[other, c], 2));

    // Where two neighbours are equally far (up to rounding), either order is right.
    private static void AssertSameRowsUpToTies(int[] expected, NeighbourTable actual, double[] distances)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            bool tied = (i % 4 < 3 && Math.Abs(distances[i] - distances[i + 1]) < 1e-5)
                || (i % 4 > 0 && Math.Abs(distances[i] - distances[i - 1]) < 1e-5) || i % 4 == 3;
            if (!tied) Assert.Equal(expected[i], actual.Rows[i]);
        }
    }
}
