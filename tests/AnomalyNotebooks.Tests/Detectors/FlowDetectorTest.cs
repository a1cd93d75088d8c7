using AnomalyNotebooks.Tests.Features;

namespace AnomalyNotebooks.Tests.Detectors;

public sealed class FlowDetectorTest
{
    private static readonly FeaturePipeline Pipeline = new("test",
        new FeatureRecipe(["sbytes", "dur"], [new StandardStep()]), new FeatureRecipe(["proto"], [new OneHotStep { MinimumCount = 1 }]));

    [Fact]
    public void It_scores_as_pipeline_and_detector_do_one_after_the_other()
    {
        FlowTable flows = Flows();
        int[] train = [.. Enumerable.Range(0, 60)];
        (FittedFeaturePipeline pipeline, FeatureMatrix features) = Pipeline.FitTransform(flows.Take(train));
        double[] expected = new IsolationForest().Fit(features, seed: 4).Score(pipeline.Transform(flows));

        FittedFlowDetector fitted = new FlowDetector(Pipeline, new IsolationForest()).Fit(flows, train, seed: 4);
        Assert.Equal(expected, fitted.Score(flows));
        Assert.Equal(expected[70..72], fitted.Score(flows, [70, 71]));
    }

    [Fact]
    public void It_learns_from_the_training_rows_alone()
    {
        int[] train = [.. Enumerable.Range(0, 60)];
        FlowTable flows = Flows(), others = Flows(lastBytes: 1e9);
        var detector = new FlowDetector(Pipeline, new NearestNeighbours());
        Assert.Equal(detector.Fit(flows, train, seed: 1).Score(flows, train), detector.Fit(others, train, seed: 1).Score(flows, train));
    }

    [Fact]
    public void It_is_named_after_its_detector_unless_told_otherwise()
    {
        Assert.Equal("isolation forest", new FlowDetector(Pipeline, new IsolationForest()).Name);
        Assert.Equal("mine", new FlowDetector(Pipeline, new IsolationForest()) { Name = "mine" }.Name);
    }

    [Fact]
    public void An_explanation_adds_up_the_features_of_a_column_and_shows_the_flows_own_value()
    {
        FlowTable flows = Flows(lastBytes: 1e4, lastProto: "udp");
        FittedFlowDetector fitted = new FlowDetector(Pipeline, new NearestNeighbours()).Fit(flows, [.. Enumerable.Range(0, 60)], seed: 1);
        Assert.True(fitted.CanExplain);
        IReadOnlyList<ColumnContribution> top = fitted.Explain(flows).Top(79);
        Assert.Equal(["sbytes", "dur", "proto"], top.Select(x => x.Column).OrderByDescending(x => x == "sbytes").ThenBy(x => x));
        Assert.Equal(("sbytes", "10000"), (top[0].Column, top[0].Value));
        Assert.Equal("udp", top.Single(x => x.Column == "proto").Value);
        Assert.Equal(fitted.Score(flows)[79], top.Sum(x => x.Contribution), 1e-4);
    }

    [Fact]
    public void A_detector_that_does_not_explain_says_so()
    {
        (FittedFeaturePipeline pipeline, _) = Pipeline.FitTransform(Flows());
        var silent = new FittedFlowDetector(pipeline, new Silent());
        Assert.False(silent.CanExplain);
        Assert.Throws<AnomalyException>(() => silent.Explain(Flows()));
    }

    private static FlowTable Flows(double lastBytes = 500, string lastProto = "tcp")
    {
        var random = new SeededRandom(2);
        double[] bytes = [.. Enumerable.Range(0, 80).Select(_ => 500 + (20 * random.NextGaussian()))], duration = [.. bytes.Select(_ => random.NextDouble())];
        string[] proto = [.. bytes.Select((_, i) => i % 3 == 0 ? "udp" : "tcp")];
        bytes[79] = lastBytes;
        proto[79] = lastProto;
        return SmallFlows.Of([("sbytes", bytes), ("dur", duration)], [("proto", proto)]);
    }

    private sealed class Silent : IFittedDetector
    {
        public double[] Score(FeatureMatrix flows) => new double[flows.Rows];
    }
}
