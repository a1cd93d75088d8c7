namespace AnomalyNotebooks.Tests.House;

/// <summary>What a notebook passes wrongly, most often the result of a cell that was not run: the error names the argument and what to
/// do.</summary>
public class ArgumentsTest
{
    private static readonly FlowTable Flows = SyntheticFlows.Generate(FlowProfile.Bundled, 60);
    private static readonly FittedFeaturePipeline Pipeline = FeaturePipeline.Robust.Fit(Flows);
    private static readonly FeatureMatrix Features = Pipeline.Transform(Flows);
    private static readonly Autoencoder Model =
        Autoencoder.Fit(AutoencoderOptions.Reference with { Epochs = 1 }, Features, Features, seed: 1);

    private static readonly Dictionary<string, Action> Missing = new()
    {
        ["flows: AttackPie"] = () => Pictures.AttackPie(null!),
        ["flows: AttackBars"] = () => Pictures.AttackBars(null!),
        ["counts: AttackPie"] = () => Pictures.AttackPie(null!, "data"),
        ["history: Loss"] = () => Pictures.Loss((IReadOnlyList<EpochReport>)null!, "data"),
        ["table: RecallByCategory"] = () => Pictures.RecallByCategory(null!, "data"),
        ["correlations: CorrelationHeatmap"] = () => Pictures.CorrelationHeatmap(null!, "data"),
        ["losses: LossByCategory"] = () => Pictures.LossByCategory(null!, Flows.AttackCategory, "data"),
        ["rows: pipeline.Fit"] = () => FeaturePipeline.Robust.Fit(null!),
        ["rows: pipeline.Transform"] = () => Pipeline.Transform(null!),
        ["options: Autoencoder.Fit"] = () => Autoencoder.Fit(null!, Features, Features, 1),
        ["train: Autoencoder.Fit"] = () => Autoencoder.Fit(AutoencoderOptions.Reference, null!, Features, 1),
        ["validation: Autoencoder.Fit"] = () => Autoencoder.Fit(AutoencoderOptions.Reference, Features, null!, 1),
        ["flows: Score"] = () => Model.Score((FeatureMatrix)null!),
        ["flows: Reconstruct"] = () => Model.Reconstruct(null!),
        ["flows: RandomHoldout"] = () => FlowSplit.RandomHoldout(null!, 1),
        ["flows: Block"] = () => FlowSplit.Block(null!, 1),
        ["flows: NormalFlows.Of"] = () => NormalFlows.Of(null!),
        ["detector: DetectorTrial.Run"] = () => DetectorTrial.Run(null!, null!),
        ["threshold: ConfusionMatrix"] = () => ConfusionMatrix.FromScores([1], [true], null!),
        ["name: Number"] = () => Flows.Number(null!),
        ["flows: Pearson"] = () => CorrelationMatrix.Pearson(null!),
        ["rows: HtmlTable"] = () => HtmlTable.FromRows(["a"], null!),
        ["outputs: Show.All"] = () => Show.All(null!),
        ["outputs[1]: Show.SideBySide"] = () => Show.SideBySide(Features, null!),
    };

    public static TheoryData<string> Calls => [.. Missing.Keys];

    [Theory]
    [MemberData(nameof(Calls))]
    public void What_is_missing_is_named(string call)
    {
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(Missing[call]);

        Assert.Equal(call.Split(':')[0], error.ParamName);
        Assert.Contains("run the cell that makes it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_are_not_there_are_named_with_those_that_are()
    {
        Action[] calls =
        [
            () => Flows.Take([3, -1]), () => Features.Take([3, -1]), () => Flows.AttackCategory.Take([3, -1]),
            () => NormalFlows.Take(Flows, [3, -1]),
        ];
        foreach (Action take in calls)
        {
            ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(take);
            Assert.StartsWith("rows[1] is -1: there are 60 rows, counted from 0 to 59.", error.Message, StringComparison.Ordinal);
        }
    }
}
