namespace AnomalyNotebooks.Tests.Detectors;

/// <summary>What every detector of flows promises, with every pipeline. A new one is added by one line in
/// <see cref="Detectors"/>.</summary>
public sealed class FlowContractTest : IDisposable
{
    private static readonly SwapDiscriminator Trees =
        new() { TreeSizes = [8, 16], Trees = new GradientBoostedTreesOptions { Rounds = 10, MinRowsPerLeaf = 5 } };
    private static readonly AutoencoderOptions Network = new() { HiddenSizes = [8], CodeSize = 2, Epochs = 4, BatchSize = 32 };

    private static readonly Dictionary<string, IDetector> Detectors = new(StringComparer.Ordinal)
    {
        ["autoencoder, reference"] = new AutoencoderDetector { Options = Network, Pipeline = FeaturePipeline.Reference },
        ["autoencoder, robust"] = new AutoencoderDetector { Options = Network with { BatchNorm = false } },
        ["forest, robust"] = new IsolationForest { Trees = 20 },
        ["PCA, quantile"] = new PcaDetector { Pipeline = FeaturePipeline.Quantile, Components = 5 },
        ["Mahalanobis, surprise"] = new PcaDetector { Mahalanobis = true, Pipeline = FeaturePipeline.Surprise },
        ["mixture, quantile and surprise"] = new GaussianMixture { Components = 3, PrincipalComponents = 4,
            Pipeline = FeaturePipeline.QuantileAndSurprise },
        ["mixture, robust"] = new GaussianMixture { Components = 2, PrincipalComponents = null, Diagonal = true, Regularisation = 1e-3 },
        ["neighbours, quantile and surprise"] = new NearestNeighbours { Pipeline = FeaturePipeline.QuantileAndSurprise },
        ["surprise autoencoder"] = new SurpriseAutoencoder { Networks = [Network] },
        ["swap discriminator"] = Trees,
        ["travelling"] = new TravellingDetector { Trees = Trees, Network = new NetworkRecipe(Epochs: 2, Updates: 20) { Hidden = [16] } },
        ["ensemble"] = new DetectorEnsemble("ensemble", Trees, new NearestNeighbours()) { Weights = [6, 1] },
    };

    private static readonly FlowTable Flows = TestFlows.Make(500, 60);
    private static readonly NormalFlows Training = NormalFlows.Take(Flows, [.. Enumerable.Range(0, 400)]),
        HeldOut = NormalFlows.Take(Flows, [.. Enumerable.Range(400, 100)]);
    private static readonly Dictionary<string, Lazy<IFittedDetector>> Fitted =
        Detectors.ToDictionary(entry => entry.Key, entry => new Lazy<IFittedDetector>(() => entry.Value.Fit(Training, HeldOut, seed: 5)));

    private readonly string folder = Directory.CreateTempSubdirectory("bundles").FullName;

    public static TheoryData<string> Names => [.. Detectors.Keys];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Scores_are_finite_and_diverse_and_mixed_flows_score_higher(string name)
    {
        double[] scores = Fitted[name].Value.Score(Flows);
        Assert.All(scores, score => Assert.True(double.IsFinite(score)));
        Assert.True(scores[400..].Distinct().Count() > 40, "scores must differ between flows");
        double auroc = RocCurve.FromScores(scores.AsSpan(400), Flows.IsAttack.AsSpan(400)).Auroc;
        Assert.True(auroc > 0.8, $"AUROC {auroc:F3}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Equal_seeds_give_equal_bits_on_one_thread_or_two(string name)
    {
        double[] Scores() => Detectors[name].Fit(Training, HeldOut, seed: 5).Score(Flows);
        Assert.Equal(Fitted[name].Value.Score(Flows), ThreadLimit.Run(1, Scores));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Saved_and_loaded_it_scores_to_the_same_bits_and_the_same_fit_gives_the_same_file(string name)
    {
        DetectorBundle bundle = Bundle(name);
        bundle.Save(File("one"));
        bundle.Save(File("two"));
        Assert.Equal(System.IO.File.ReadAllBytes(File("one")), System.IO.File.ReadAllBytes(File("two")));

        DetectorBundle loaded = DetectorBundle.Load(File("one"));
        Assert.Equal(bundle.Score(Flows), loaded.Score(Flows));
        Assert.Equal(bundle.AreAlarms(Flows), loaded.AreAlarms(Flows));
        Assert.Equal(bundle.TailProbability(1.5), loaded.TailProbability(1.5));
        FlowTable attack = Flows.Take([500]);
        Assert.Equal(bundle.Explain(attack).Top(0, 42), loaded.Explain(attack).Top(0, 42));
        loaded.Save(File("again"));
        Assert.Equal(System.IO.File.ReadAllBytes(File("one")), System.IO.File.ReadAllBytes(File("again")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Cancelled_it_stops(string name)
    {
        var stop = new CancellationToken(canceled: true);
        Assert.ThrowsAny<OperationCanceledException>(() => Detectors[name].Fit(Training, HeldOut, 1, stop));
        Assert.ThrowsAny<OperationCanceledException>(() => Fitted[name].Value.Score(Flows, stop));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Flows_without_a_column_are_refused_by_its_name(string name)
    {
        var schema = new FlowSchema("other", [.. Flows.Schema.Columns.Where(column => column.Name != "sbytes")]);
        FlowTable other = schema.Table(Flows.Origin, Flows.Count, schema.NumericFeatures.ToDictionary(column => column, Flows.Number),
            schema.CategoryFeatures.ToDictionary(column => column, Flows.Category));
        Assert.Contains("'sbytes'", Assert.Throws<AnomalyException>(() => Fitted[name].Value.Score(other)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Infinite_numbers_are_refused_by_the_columns_name(string name)
    {
        FlowTable bad = TestFlows.With(Flows.Take([0, 1]), "sbytes", double.PositiveInfinity);
        Assert.Contains("sbytes", Assert.Throws<AnomalyException>(() => Fitted[name].Value.Score(bad)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Flows_scored_together_do_not_change_a_score_and_none_have_none(string name)
    {
        double[] all = Fitted[name].Value.Score(Flows);
        Assert.Equal(all[450..460], Fitted[name].Value.Score(Flows.Take([.. Enumerable.Range(450, 10)])));
        Assert.Empty(Fitted[name].Value.Score(Flows.Take([])));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Columns_it_must_not_look_at_change_no_score(string name)
    {
        IFittedDetector blind = Detectors[name].Without(["sttl", "dttl", "ct_state_ttl"]).Fit(Training, HeldOut, seed: 5);
        FlowTable few = Flows.Take([.. Enumerable.Range(480, 40)]);
        Assert.Equal(blind.Score(few), blind.Score(TestFlows.With(few, "sttl", 77)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Flows_that_lack_what_no_flow_fitted_on_lacked_are_scored_and_explained(string name)
    {
        FlowTable marked = Marked(Flows, []);
        IFittedDetector fitted = Detectors[name].Fit(NormalFlows.Take(marked, [.. Enumerable.Range(0, 400)]),
            NormalFlows.Take(marked, [.. Enumerable.Range(400, 100)]), seed: 5);
        FlowTable lacking = Marked(Flows.Take([.. Enumerable.Range(480, 40)]), ["sbytes", "dur", "ct_srv_src", "proto"]);
        double[] scores = fitted.Score(lacking);
        Assert.All(scores, score => Assert.True(double.IsFinite(score)));
        Assert.Equal(40, lacking.MissingValues().First(column => column.Column == "sbytes").Missing);
        FlowExplanation why = ExpectedFlows.Of(NormalFlows.Take(marked, [.. Enumerable.Range(0, 400)])).Explain(fitted, lacking);
        Assert.All(Enumerable.Range(0, 40), row => Assert.All(why.Top(row), step => Assert.True(double.IsFinite(step.Contribution))));
    }

    // The flows under a schema that has marks of missing values, without the values of some columns.
    private static FlowTable Marked(FlowTable flows, string[] lacking) => new FlowSchema("marked", FlowSchema.UnswNb15.Columns).Table(
        flows.Origin, flows.Count,
        flows.Schema.NumericFeatures.ToDictionary(column => column, column => lacking.Contains(column)
            ? [.. Enumerable.Repeat(double.NaN, flows.Count)] : flows.Number(column)),
        flows.Schema.CategoryFeatures.ToDictionary(column => column, column => lacking.Contains(column)
            ? new CategoryColumn(new int[flows.Count], [""]) : flows.Category(column)));

    private static DetectorBundle Bundle(string name)
    {
        double[] scores = Fitted[name].Value.Score(HeldOut.Table);
        return new DetectorBundle
        {
            Detector = Fitted[name].Value, Name = name, Schema = Flows.Schema, Threshold = QuantileThreshold.Fit(scores, 0.05),
            Calibration = TailCalibration.Fit(scores), Expected = ExpectedFlows.Of(Training), DataTitle = "made up", Seed = ulong.MaxValue,
        };
    }

    private string File(string name) => Path.Combine(folder, name);
}
