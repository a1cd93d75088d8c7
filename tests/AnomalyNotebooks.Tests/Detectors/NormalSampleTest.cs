namespace AnomalyNotebooks.Tests.Detectors;

public sealed class NormalSampleTest
{
    private static readonly NormalFlows Flows = NormalFlows.Of(TestFlows.Make(400, 0));

    public static TheoryData<string> Detectors => [.. Bounded.Keys];

    private static Dictionary<string, IDetector> Bounded => new()
    {
        ["neighbours"] = new NearestNeighbours { Bound = new(150) },
        ["mixture"] = new GaussianMixture { Components = 2, PrincipalComponents = 4, Bound = new(150) },
        ["forest"] = new IsolationForest { Trees = 5, Bound = new(150) },
        ["trees"] = new SwapDiscriminator { TreeSizes = [4], AnomaliesPerNormal = 1, Bound = new(150),
            Trees = new GradientBoostedTreesOptions { Rounds = 3, MinRowsPerLeaf = 5 } },
    };

    [Theory]
    [MemberData(nameof(Detectors))]
    public void Of_more_normals_a_detector_takes_a_sample_by_the_seed_alone_with_any_number_of_threads(string name)
    {
        NormalFlows sample = new NormalSample(150).Of(Flows, 5);
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
        Assert.Same(Flows, new NormalSample(400).Of(Flows, 1));
        Assert.Null(new NormalSample(400).Note(400));
        Assert.Contains("at most 400", new NormalSample(400).Note(401), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new NormalSample(0).Of(Flows, 1));
    }
}
