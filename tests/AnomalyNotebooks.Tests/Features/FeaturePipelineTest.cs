namespace AnomalyNotebooks.Tests.Features;

public class FeaturePipelineTest
{
    private static readonly FlowTable Flows = SmallFlows.WithAllFeatures(400, row => row % 4 == 3);

    public static TheoryData<string> Presets => ["reference", "robust", "quantile", "surprise", "quantile and surprise", "travelling"];

    [Theory, MemberData(nameof(Presets))]
    public void A_preset_gives_finite_features_and_survives_saving(string name)
    {
        (FittedFeaturePipeline fitted, FeatureMatrix training) = Preset(name).FitTransform(Flows);
        Assert.Equal(name, fitted.Settings.Name);
        Assert.False(fitted.LeaksLabels);
        Assert.Equal((400, fitted.Names.Count), (training.Rows, training.Columns));
        Assert.All(training.Values, value => Assert.True(float.IsFinite(value)));
        Assert.Equal(fitted.Transform(Flows).Values, FittedFeaturePipeline.FromJson(fitted.ToJson()).Transform(Flows).Values);
    }

    [Theory, MemberData(nameof(Presets))]
    public void Without_TTL_no_feature_reads_one(string name)
    {
        FittedFeaturePipeline fitted = Preset(name).WithoutTtl().Fit(Flows);
        Assert.Equal($"{name} without TTL", fitted.Settings.Name);
        Assert.All(fitted.Sources, sources => Assert.Empty(sources.Intersect(FlowSchema.UnswNb15.WithRole(ColumnRole.TimeToLive))));
        Assert.Contains(Preset(name).Fit(Flows).Sources, sources => sources.Contains("sttl"));
    }

    [Theory, MemberData(nameof(Presets))]
    public void A_preset_reads_every_column_but_the_labels(string name)
    {
        IEnumerable<string> read = Preset(name).Fit(Flows).Sources.SelectMany(sources => sources).Distinct();
        Assert.Equal(FlowSchema.UnswNb15.Features.Select(feature => feature.Name).Order(), read.Order());
    }

    [Fact]
    public void The_reference_has_42_features_between_0_and_1()
    {
        FeatureMatrix features = FeaturePipeline.Reference.FitTransform(Flows).Training;
        Assert.Equal(FlowSchema.UnswNb15.Features.Select(feature => feature.Name), features.Names);
        Assert.All(features.Values, value => Assert.InRange(value, 0, 1));
    }

    [Fact]
    public void The_leaking_pipeline_has_the_references_44_columns()
    {
        FlowTable flows = RealData.Require();
        FittedFeaturePipeline fitted = FeaturePipeline.LeakingLabels().Fit(flows);
        FeatureMatrix features = fitted.Transform(flows);
        Assert.True(fitted.LeaksLabels);
        Assert.True(FittedFeaturePipeline.FromJson(fitted.ToJson()).LeaksLabels);
        Assert.Equal(44, features.Columns);
        Assert.Equal(["attack_cat", "label"], features.Names.TakeLast(2));
        Assert.Equal(Enumerable.Range(0, 10).Select(code => (float)code), features.Column(42).Distinct().Order());
        Assert.All(flows.NormalRows(), row => Assert.Equal((6f, 0f), (features[row, 42], features[row, 43])));
        Assert.All(flows.AttackRows(), row => Assert.Equal(1f, features[row, 43]));
    }

    [Theory, InlineData("label"), InlineData("attack_cat")]
    public void A_label_is_refused_as_a_feature_unless_asked_for_as_a_leak(string label)
    {
        Assert.Contains("WithLeakedLabels", Assert.Throws<AnomalyException>(() =>
            SmallFlows.Pipeline(label, new MinMaxStep()).Fit(Flows)).Message, StringComparison.Ordinal);
        FeaturePipeline leaking = FeaturePipeline.Robust.WithLeakedLabels(label);
        Assert.True(leaking.LeaksLabels);
        Assert.Contains("leaked", leaking.Name, StringComparison.Ordinal);
        Assert.Equal(label, leaking.Fit(Flows).Names[^1]);
        Assert.False(leaking.Without(label).LeaksLabels);
    }

    [Fact]
    public void Only_labels_can_leak() => Assert.Throws<AnomalyException>(() => FeaturePipeline.Robust.WithLeakedLabels("sttl").Fit(Flows));

    [Fact]
    public void Values_never_seen_have_a_place_of_their_own()
    {
        FlowTable training = SmallFlows.Of([], [("proto", ["tcp", "tcp", "udp", "udp", "arp"])]),
            other = SmallFlows.Of([], [("proto", ["arp", "ospf"])]);
        FittedFeaturePipeline labels = SmallFlows.Pipeline("proto", new LabelEncodeStep()).Fit(training);
        Assert.Equal([0, -1], labels.Transform(other).Values);

        FittedFeaturePipeline oneHot = SmallFlows.Pipeline("proto", new OneHotStep { MinimumCount = 2 }).Fit(training);
        Assert.Equal(["proto=tcp", "proto=udp", "proto=(rare)", "proto=(unknown)"], oneHot.Names);
        Assert.Equal([0, 0, 1, 0, 0, 0, 0, 1], oneHot.Transform(other).Values);
        FeaturePipeline silent = SmallFlows.Pipeline("proto", new OneHotStep { MinimumCount = 2, Unknown = UnknownValues.AllZero });
        Assert.Equal([0, 0, 1, 0, 0, 0], silent.Fit(training).Transform(other).Values);
    }

    [Theory, MemberData(nameof(Presets))]
    public void A_preset_suits_any_schema_by_its_roles(string name)
    {
        var schema = new FlowSchema("other", [
            new("ts", ColumnRole.Timestamp), new("uid", ColumnRole.Identifier), new("conn", ColumnRole.Category),
            new("bytes", ColumnRole.Size),
            new("lasted", ColumnRole.Duration) { Scale = 1e6 }, new("skew", ColumnRole.Number), new("tries", ColumnRole.Discrete)]);
        FlowTable flows = SmallFlows.OfSchema(schema,
            [
                ("ts", [1, 2, 3, 4]), ("bytes", [10, -1, 1e6, double.NaN]), ("lasted", [0, 1e-6, 2, 3]), ("skew", [-5, 0, double.NaN, 2]),
                ("tries", [1, 1, 2, 7]),
            ],
            [("uid", ["a", "b", "c", "d"]), ("conn", ["SF", "", "S0", "SF"])]);
        FittedFeaturePipeline fitted = Preset(name).WithoutTtl().Fit(flows);
        Assert.Equal(schema.FeatureNames.Order(), fitted.Sources.SelectMany(sources => sources).Distinct().Order());
        Assert.Equal(["missing(bytes)", "missing(skew)"], fitted.Names.TakeLast(2).Order());
        FeatureMatrix features = fitted.Transform(flows);
        Assert.All(features.Values, value => Assert.True(float.IsFinite(value)));
        Assert.Equal(features.Values, FittedFeaturePipeline.FromJson(fitted.ToJson()).Transform(flows).Values);
    }

    [Fact]
    public void An_empty_text_is_a_value_of_its_own()
    {
        FlowTable flows = SmallFlows.Of([], [("proto", ["tcp", "", "tcp", ""])]);
        FittedFeaturePipeline fitted = SmallFlows.Pipeline("proto", new OneHotStep { MinimumCount = 1 }).Fit(flows);
        Assert.Equal(["proto=(missing)", "proto=tcp", "proto=(unknown)"], fitted.Names);
        Assert.Equal([1, 0, 0], fitted.Transform(flows).Row(1).ToArray());
    }

    [Fact]
    public void A_signed_logarithm_takes_negative_values()
    {
        FittedFeaturePipeline fitted = SmallFlows.Pipeline("dur", new Log1pStep { Signed = true }).Fit(SmallFlows.Of(("dur", [1])));
        Assert.Equal([0f, (float)Math.Log(4), -(float)Math.Log(4)], fitted.Transform(SmallFlows.Of(("dur", [0, 3, -3]))).Values);
        Assert.Equal(fitted.Settings, FittedFeaturePipeline.FromJson(fitted.ToJson()).Settings);
    }

    [Fact]
    public void One_hot_of_a_discrete_number_names_its_values()
    {
        FittedFeaturePipeline fitted = SmallFlows.Pipeline("sttl", new OneHotStep { MinimumCount = 1 })
            .Fit(SmallFlows.Of(("sttl", [254, 31, 254, 0.5])));
        Assert.Equal(["sttl=0.5", "sttl=31", "sttl=254", "sttl=(unknown)"], fitted.Names);
        Assert.Contains("MaximumValues", Assert.Throws<AnomalyException>(() =>
            SmallFlows.Pipeline("sttl", new OneHotStep { MinimumCount = 1, MaximumValues = 2 }).Fit(SmallFlows.Of(("sttl", [1, 2, 3]))))
                .Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_work_one_after_the_other()
    {
        double e = Math.E;
        FlowTable flows = SmallFlows.Of(("dur", [0, (e * e) - 1]));
        FittedFeaturePipeline fitted = SmallFlows.Pipeline("dur", new Log1pStep(), new StandardStep { Clip = 3 }).Fit(flows);
        Assert.Equal(["log(dur)"], fitted.Names);
        Assert.Equal([-1f, 1f, 3f], [.. fitted.Transform(flows).Values, fitted.Transform(SmallFlows.Of(("dur", [1e9]))).Values[0]]);
    }

    [Fact]
    public void Pipelines_stand_side_by_side_and_share_what_both_have()
    {
        FeaturePipeline both = FeaturePipeline.Robust.And(FeaturePipeline.Quantile);
        FittedFeaturePipeline fitted = both.Fit(Flows);
        Assert.Distinct(fitted.Names);
        Assert.Contains("log(dur)", fitted.Names);
        Assert.Contains("quantile(dur)", fitted.Names);
        FeatureMatrix quantile = FeaturePipeline.Quantile.FitTransform(Flows).Training, joint = fitted.Transform(Flows);
        Assert.Equal(quantile.Column(0), joint.Column(fitted.Names.ToList().IndexOf(quantile.Names[0])));
    }

    [Fact]
    public void Two_features_of_one_name_are_refused() => Assert.Contains("two features named 'dur'", Assert.Throws<AnomalyException>(() =>
        new FeaturePipeline("twice", new FeatureRecipe(["dur"], [new MinMaxStep()]), new FeatureRecipe(["dur"], [new StandardStep()]))
            .Fit(Flows)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_text_needs_a_step_that_makes_numbers_of_it()
    {
        Assert.Contains("'proto' is a text column", Assert.Throws<AnomalyException>(() =>
            SmallFlows.Pipeline("proto", new MinMaxStep()).Fit(Flows)).Message, StringComparison.Ordinal);
        Assert.Contains("'proto' is a text column", Assert.Throws<AnomalyException>(() => SmallFlows.Pipeline("proto").Fit(Flows)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_too_large_for_single_precision_is_refused_by_row_and_feature() => Assert.Matches(
        "Row 1 .*'dur'", Assert.Throws<AnomalyException>(() => SmallFlows.Pipeline("dur").Fit(SmallFlows.Of(("dur", [1])))
            .Transform(SmallFlows.Of(("dur", [1, 1e300])))).Message);

    [Fact]
    public void Training_rows_without_surprise_come_out_as_any_rows()
    {
        (FittedFeaturePipeline fitted, FeatureMatrix training) = FeaturePipeline.Robust.FitTransform(Flows);
        Assert.Equal(fitted.Transform(Flows).Values, training.Values);
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("{\"format\":\"AnomalyNotebooks", "not JSON")]
    [InlineData("[1]", "no 'format'")]
    [InlineData("{}", "no 'format'")]
    [InlineData("{\"format\":\"onnx\"}", "format is 'onnx'")]
    [InlineData("{\"format\":\"AnomalyNotebooks.FittedFeaturePipeline\",\"version\":99}", "version is 99")]
    [InlineData("{\"format\":\"AnomalyNotebooks.FittedFeaturePipeline\",\"version\":1,\"sha256\":\"\",\"content\":{}}",
        "changed or damaged")]
    public void Foreign_and_broken_JSON_is_refused_with_the_reason(string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<AnomalyException>(() => FittedFeaturePipeline.FromJson(json)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_file_holds_it_and_a_missing_one_is_named()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        FittedFeaturePipeline fitted = FeaturePipeline.Robust.Fit(Flows);
        fitted.Save(path);
        try
        {
            Assert.Equal(fitted.ToJson(), FittedFeaturePipeline.Load(path).ToJson());
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Contains(path, Assert.Throws<AnomalyException>(() => FittedFeaturePipeline.Load(path)).Message, StringComparison.Ordinal);
    }

    private static FeaturePipeline Preset(string name) => name switch
    {
        "reference" => FeaturePipeline.Reference,
        "robust" => FeaturePipeline.Robust,
        "quantile" => FeaturePipeline.Quantile,
        "surprise" => FeaturePipeline.Surprise,
        "travelling" => FeaturePipeline.Travelling,
        _ => FeaturePipeline.QuantileAndSurprise,
    };
}
