using AnomalyNotebooks.Tests.Detectors;

namespace AnomalyNotebooks.Tests.Evaluation;

public sealed class ColumnwiseDetectorTest
{
    private static readonly FlowTable Flows = TestFlows.Make(600, 40);
    private static readonly FittedDetectorEnsemble Fitted = Fit(new DetectorEnsemble("two",
        new FlowDetector(FeaturePipeline.Raw, new SwapDiscriminator { TreeSizes = [32] }),
        new FlowDetector(FeaturePipeline.QuantileAndSurprise, new NearestNeighbours())));

    [Fact]
    public void It_scores_as_the_ensemble_does()
    {
        double[] own = Fitted.Score(Flows), byColumn = Fitted.ByColumn.Score(Flows);

        double spearman = CorrelationKernel.Pearson([Ranks.Mean(own), Ranks.Mean(byColumn)], out _)[1];
        Assert.True(spearman > 0.95, $"rank correlation {spearman}");
    }

    [Fact]
    public void A_planted_size_is_what_explains_the_score()
    {
        FlowTable planted = Changed(Flows.Take([.. Enumerable.Range(0, 20)]), bytes: 777); // never sent by a normal flow
        FlowExplanation why = Fitted.Explain(planted);

        Assert.All(Enumerable.Range(0, planted.Count), row => Assert.Equal(("sbytes", "777"), (why.Top(row)[0].Column, why.Top(row)[0].Value)));
    }

    [Fact]
    public void A_text_never_seen_in_training_is_explained_like_any_other()
    {
        FlowTable one = Flows.Take([0]);
        FlowTable strange = Changed(one, proto: "new");

        Assert.Contains(Fitted.Explain(strange).Top(0, 42), part => part is { Column: "proto", Value: "new" });
        Assert.True(Fitted.ByColumn.Score(strange)[0] > Fitted.ByColumn.Score(one)[0]);
    }

    [Fact]
    public void Deleting_what_it_names_lowers_the_score_more_than_deleting_at_random()
    {
        FlowTable planted = Changed(Flows.Take([.. Enumerable.Range(0, 40)]), bytes: 777);
        var curve = DeletionCurve.Measure((IExplainsScores)Fitted.ByColumn.Detector, Fitted.ByColumn.Pipeline.Transform(planted), seed: 1);

        Assert.True(curve.Advantage > 0.1, $"advantage {curve.Advantage}");
    }

    private static FittedDetectorEnsemble Fit(DetectorEnsemble ensemble) => (FittedDetectorEnsemble)ensemble.Fit(
        NormalFlows.Take(Flows, [.. Enumerable.Range(0, 500)]), NormalFlows.Take(Flows, [.. Enumerable.Range(500, 100)]), seed: 1);

    private static FlowTable Changed(FlowTable flows, double? bytes = null, string? proto = null)
    {
        Dictionary<string, double[]> numbers = FlowSchema.Features.Where(field => field.Kind != FlowFieldKind.Category)
            .ToDictionary(field => field.Name, field => flows.Number(field.Name));
        Dictionary<string, CategoryColumn> categories = FlowSchema.CategoryFeatures.ToDictionary(name => name, flows.Category);
        if (bytes is { } size) numbers["sbytes"] = [.. numbers["sbytes"].Select(_ => size)];
        if (proto is not null) categories["proto"] = new CategoryColumn(new int[flows.Count], [proto]);
        return new FlowTable(flows.Origin, flows.Count, numbers, categories, flows.AttackCategory, flows.IsAttack);
    }
}
