namespace AnomalyNotebooks.Tests.Figures;

/// <summary>What a cell shows that ends with flows, features, a pipeline, a model, a threshold or a curve.</summary>
public class ShownObjectsTest
{
    private static readonly FlowTable Flows = SyntheticFlows.Generate(FlowProfile.Bundled, 300);
    private static readonly FittedFeaturePipeline Pipeline = FeaturePipeline.Robust.Fit(Flows);
    private static readonly FeatureMatrix Features = Pipeline.Transform(Flows);
    private static readonly Autoencoder Model =
        Autoencoder.Fit(AutoencoderOptions.Reference with { Epochs = 2 }, Features, Features, seed: 1);

    private static readonly double[] Scores = Model.Score(Features);
    private static readonly Threshold Limit = QuantileThreshold.Fit(Scores);

    private static readonly Dictionary<string, IRichOutput> Objects = new()
    {
        ["flows"] = Flows,
        ["features"] = Features,
        ["pipeline"] = FeaturePipeline.Robust,
        ["fitted-pipeline"] = Pipeline,
        ["autoencoder"] = Model,
        ["threshold"] = Limit,
        ["roc"] = RocCurve.FromScores(Scores, Flows.IsAttack),
        ["precision-recall"] = PrecisionRecallCurve.FromScores(Scores, Flows.IsAttack),
        ["confusion"] = ConfusionMatrix.FromScores(Scores, Flows.IsAttack, Limit),
    };

    public static TheoryData<string> Names => [.. Objects.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_shown_as_it_was(string name) =>
        Snapshot.Verify($"shown-{name}", $"{Objects[name]}\n\n{Objects[name].ToHtml()}");

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_short_and_every_host_finds_it(string name)
    {
        IRichOutput shown = Objects[name];
        Assert.InRange(shown.ToHtml().Length, 200, 6000);
        Assert.NotNull(shown.GetType().GetMethod("ToHtml", Type.EmptyTypes)); // Verso looks for it by name
        object attribute = Assert.Single(shown.GetType().GetCustomAttributes(inherit: true),
            one => one.GetType().Name == "TypeFormatterSourceAttribute"); // .NET Interactive for this
        Assert.Equal([MimeTypes.Html, MimeTypes.PlainText], ((TypeFormatterSourceAttribute)attribute).PreferredMimeTypes);
    }

    [Fact]
    public void Fitted_detectors_show_what_they_are_made_of()
    {
        NormalFlows normals = NormalFlows.Take(Flows, Flows.NormalRows());
        var pca = new PcaDetector();
        var both = new DetectorEnsemble("both", pca, new IsolationForest { Trees = 5 });

        Assert.Contains("pca", pca.Fit(normals, normals, seed: 1).ToString(), StringComparison.Ordinal);
        Assert.Contains("isolation-forest", Assert.IsAssignableFrom<IRichOutput>(both.Fit(normals, normals, seed: 1)).ToHtml(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_without_labels_and_without_flows_shows_itself_too()
    {
        Assert.Contains("0 flows", Flows.Take([]).ToString(), StringComparison.Ordinal);
        Assert.Contains("0 rows", Features.Take([]).ToString(), StringComparison.Ordinal);
    }
}
