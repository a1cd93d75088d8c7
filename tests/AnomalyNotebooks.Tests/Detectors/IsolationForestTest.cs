using System.Text.Json;
using static AnomalyNotebooks.Tests.Detectors.ClassicFixture;

namespace AnomalyNotebooks.Tests.Detectors;

public sealed class IsolationForestTest
{
    [Fact]
    public void The_same_trees_give_the_scores_of_scikit_learn()
    {
        IsolationTree[] trees = [.. Sklearn.GetProperty("trees").EnumerateArray().Select(tree =>
            IsolationTree.FromNodes(tree.Ints("feature"), tree.Doubles("threshold"), tree.Ints("left"), tree.Ints("right"),
                tree.Ints("rows")))];
        var forest = new FittedIsolationForest(Train.Names, trees, Sklearn.GetProperty("trees_sample").GetInt32());
        Fixture.AssertClose(Sklearn.Doubles("trees_score"), forest.Score(Query), 1e-10);
    }

    [Fact]
    public void Trees_of_our_own_agree_with_scikit_learn_in_distribution()
    {
        double[] expected = Sklearn.Doubles("forest_score");
        double[] actual = new IsolationForest { Trees = 500, SampleSize = 64 }.Fit(Train, seed: 1).Score(Query);
        // 500 trees of either program leave a standard error of some 0.004
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 0.02);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(256, 10.244770920119917)]
    public void The_average_path_is_that_of_scikit_learn(int rows, double expected) =>
        Assert.Equal(expected, IsolationTree.AveragePath(rows), 1e-12);

    [Fact]
    public void Every_row_of_a_sample_is_drawn_once_and_all_are_equally_likely()
    {
        // One feature, as many values as rows, one tree that takes half of them: rows in the sample are isolated deepest.
        var rows = new FeatureMatrix([.. Enumerable.Range(0, 8).Select(i => (float)i)], 8, ["x"]);
        var mean = new double[8];
        for (ulong seed = 0; seed < 400; seed++)
        {
            double[] scores = new IsolationForest { Trees = 1, SampleSize = 8 }.Fit(rows, seed).Score(rows);
            for (int i = 0; i < 8; i++) mean[i] += scores[i] / 400;
        }

        Assert.Equal(mean[0], mean[7], 0.03); // both ends alike
        Assert.True(mean[0] > mean[3] + 0.05, "the ends are isolated sooner than the middle");
    }
}
