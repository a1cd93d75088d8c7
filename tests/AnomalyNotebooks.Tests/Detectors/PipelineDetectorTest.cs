using AnomalyNotebooks.Tests.Features;

namespace AnomalyNotebooks.Tests.Detectors;

public sealed class PipelineDetectorTest
{
    private static readonly FeaturePipeline Pipeline = new("test",
        new FeatureRecipe(["sbytes", "dur"], [new StandardStep()]), new FeatureRecipe(["proto"], [new OneHotStep { MinimumCount = 1 }]));

    [Fact]
    public void It_scores_as_pipeline_and_model_do_one_after_the_other()
    {
        FlowTable flows = Flows();
        NormalFlows train = NormalFlows.Take(flows, [.. Enumerable.Range(0, 60)]);
        (FittedFeaturePipeline pipeline, FeatureMatrix features) = Pipeline.FitTransform(train.Table);
        double[] expected = new IsolationForest().Fit(features, seed: 4).Score(pipeline.Transform(flows));

        Assert.Equal(expected, new IsolationForest { Pipeline = Pipeline }.Fit(train, train, seed: 4).Score(flows));
    }

    [Fact]
    public void It_is_named_after_its_method_unless_told_otherwise()
    {
        Assert.Equal("isolation forest", new IsolationForest().Name);
        Assert.Equal(("mine", "isolation forest"),
            (new IsolationForest { Name = "mine" }.Name, new IsolationForest { Name = "mine" }.Method));
    }

    [Fact]
    public void The_nearest_normals_of_a_flow_are_told_by_neighbours_alone()
    {
        FlowTable flows = Flows();
        NormalFlows train = NormalFlows.Take(flows, [.. Enumerable.Range(0, 60)]);
        IFittedDetector neighbours = new NearestNeighbours { Pipeline = Pipeline, Neighbours = 3 }.Fit(train, train, seed: 1);

        int[][] nearest = NearestNeighbours.Nearest(neighbours, flows.Take([7, 8]));
        Assert.Equal((7, 8, 3), (nearest[0][0], nearest[1][0], nearest[0].Length));
        Assert.Throws<ArgumentException>(() => NearestNeighbours.Nearest(new IsolationForest().Fit(train, train, seed: 1), flows));
    }

    [Fact]
    public void A_cancelled_fit_or_score_stops()
    {
        NormalFlows flows = NormalFlows.Of(Flows());
        var stop = new CancellationToken(canceled: true);
        Assert.ThrowsAny<OperationCanceledException>(() => new PcaDetector { Pipeline = Pipeline }.Fit(flows, flows, 1, stop));
        Assert.ThrowsAny<OperationCanceledException>(() => new PcaDetector { Pipeline = Pipeline }.Fit(flows, flows, 1)
            .Score(flows.Table, stop));
    }

    private static FlowTable Flows()
    {
        var random = new SeededRandom(2);
        double[] bytes = [.. Enumerable.Range(0, 80).Select(_ => 500 + (20 * random.NextGaussian()))],
            duration = [.. bytes.Select(_ => random.NextDouble())];
        return SmallFlows.Of([("sbytes", bytes), ("dur", duration)], [("proto", [.. bytes.Select((_, i) => i % 3 == 0 ? "udp" : "tcp")])]);
    }
}
