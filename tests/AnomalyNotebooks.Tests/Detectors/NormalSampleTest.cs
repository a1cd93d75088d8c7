namespace AnomalyNotebooks.Tests.Detectors;

public sealed class NormalSampleTest
{
    private static readonly NormalFlows Flows = NormalFlows.Of(TestFlows.Make(400, 0));

    public static TheoryData<string> Detectors => [.. Bounded.Keys];

    private static Dictionary<string, IDetector> Bounded => new()
    {
        ["neighbours"] = new NearestNeighbours { MostNormals = 150 },
        ["mixture"] = new GaussianMixture { Components = 2, PrincipalComponents = 4, MostNormals = 150 },
        ["forest"] = new IsolationForest { Trees = 5, MostNormals = 150 },
        ["trees"] = new SwapDiscriminator { TreeSizes = [4], AnomaliesPerNormal = 1, MostNormals = 150,
            Trees = new GradientBoostedTreesOptions { Rounds = 3, MinRowsPerLeaf = 5 } },
    };

    [Theory]
    [MemberData(nameof(Detectors))]
    public void Of_more_normals_a_detector_takes_a_sample_by_the_seed_alone_with_any_number_of_threads(string name)
    {
        NormalFlows sample = NormalSample.Of(Flows, 150, 5);
        Assert.Equal(150, sample.Count);
        double[] Scores(NormalFlows training, ulong seed) => Bounded[name].Fit(training, Flows, seed).Score(Flows.Table);

        double[] scores = ThreadLimit.Run(1, () => Scores(Flows, 5));
        Assert.Equal(Scores(sample, 5), scores);
        Assert.Equal(scores, ThreadLimit.Run(2, () => Scores(Flows, 5)));
        Assert.NotEqual(scores, Scores(Flows, 6));
    }

    [Fact]
    public void No_more_normals_than_are_taken_are_taken_as_they_are()
    {
        Assert.Same(Flows, NormalSample.Of(Flows, 400, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalSample.Of(Flows, 0, 1));
    }
}
