using System.Text.Json.Nodes;

namespace AnomalyNotebooks.Tests.Features;

/// <summary>What every preprocessing step must do.</summary>
public class FeatureStepContractTest
{
    private static readonly FeatureStep[] Steps =
    [
        new LabelEncodeStep(),
        new Log1pStep { Scale = 1000 },
        new MinMaxStep(),
        new OneHotStep { MinimumCount = 2 },
        new PresentStep(),
        new QuantileStep { Output = QuantileOutput.Uniform },
        new QuantileStep { Quantiles = 5 },
        new StandardStep(),
        new StandardStep { Clip = 2 },
        new SurpriseStep { Continuous = new Dictionary<string, double> { ["x"] = 10 } },
        new SurpriseStep { Context = ["x"] },
    ];

    public static TheoryData<int> EveryStep => [.. Enumerable.Range(0, Steps.Length)];

    [Fact]
    public void Every_registered_step_is_under_contract() =>
        Assert.Equal(FeatureStep.Readers.Keys.Order(), Steps.Select(step => step.Kind).Distinct().Order());

    [Theory, MemberData(nameof(EveryStep))]
    public void It_learns_only_from_the_rows_it_is_fitted_on(int step)
    {
        FlowTable all = Numbers([.. Varied(40), 1e6, 2e6, 777]);
        int[] first = [.. Enumerable.Range(0, 40)];
        FittedFeaturePipeline onFirst = Pipeline(step).Fit(all.Take(first));
        FittedFeaturePipeline onFirstAlone = Pipeline(step).Fit(Numbers(Varied(40)));
        Assert.Equal(onFirstAlone.ToJson(), onFirst.ToJson());
        Assert.Equal(onFirstAlone.Transform(all).Values, onFirst.Transform(all).Values);
    }

    [Theory, MemberData(nameof(EveryStep))]
    public void Saved_and_loaded_it_gives_the_same_bits(int step)
    {
        FlowTable other = Numbers([.. Varied(60), 0, 1e7, 3.25]);
        FittedFeaturePipeline fitted = Pipeline(step).Fit(Numbers(Varied(50)));
        FittedFeaturePipeline loaded = FittedFeaturePipeline.FromJson(fitted.ToJson());
        Assert.Equal(fitted.Settings, loaded.Settings);
        Assert.Equal(fitted.Names, loaded.Names);
        Assert.Equal(Bits(fitted.Transform(other)), Bits(loaded.Transform(other)));
    }

    [Theory, MemberData(nameof(EveryStep))]
    public void A_row_comes_out_the_same_whatever_rows_stand_around_it(int step)
    {
        FittedFeaturePipeline fitted = Pipeline(step).Fit(Numbers(Varied(50)));
        double[] values = Varied(9000);
        FeatureMatrix together = fitted.Transform(Numbers(values));
        foreach (int row in (int[])[0, 255, 256, 4095, 4096, 8999])
            Assert.Equal(fitted.Transform(Numbers(values[row])).Row(0), together.Row(row));
    }

    [Theory, MemberData(nameof(EveryStep))]
    public void A_constant_column_gives_finite_numbers(int step)
    {
        FittedFeaturePipeline fitted = Pipeline(step).Fit(Numbers(5, 5, 5));
        Assert.All(fitted.Transform(Numbers(5, 4, 6)).Values, value => Assert.True(float.IsFinite(value)));
    }

    [Theory, MemberData(nameof(EveryStep))]
    public void A_single_row_is_enough(int step)
    {
        FittedFeaturePipeline fitted = Pipeline(step).Fit(Numbers(5));
        Assert.All(fitted.Transform(Numbers(5, 0, 600)).Values, value => Assert.True(float.IsFinite(value)));
    }

    [Theory, MemberData(nameof(EveryStep))]
    public void No_rows_to_fit_on_are_refused(int step) =>
        Assert.Contains("at least one row", Assert.Throws<AnomalyException>(() => Pipeline(step).Fit(Numbers())).Message,
            StringComparison.Ordinal);

    [Theory, MemberData(nameof(EveryStep))]
    public void No_rows_to_transform_give_no_rows(int step) =>
        Assert.Equal(0, Pipeline(step).Fit(Numbers(1, 2)).Transform(Numbers()).Rows);

    [Theory, MemberData(nameof(EveryStep))]
    public void Infinity_is_refused_by_row_and_feature_and_a_missing_number_where_the_schema_knows_none(int step)
    {
        FittedFeaturePipeline fitted = Pipeline(step).Fit(Numbers(1, 2));
        foreach (double bad in (double[])[double.PositiveInfinity, double.NegativeInfinity])
        {
            Assert.Matches("Row 1 .*'x'", Assert.Throws<AnomalyException>(() => fitted.Transform(Numbers(1, bad))).Message);
            Assert.Matches("Row 1 .*'x'", Assert.Throws<AnomalyException>(() => Pipeline(step).Fit(Numbers(1, bad))).Message);
        }

        Assert.Matches("Row 1 .*'x'.*names no mark of missing values",
            Assert.Throws<AnomalyException>(() => fitted.Transform(Numbers(1, double.NaN))).Message);
        FeaturePipeline strict = Pipeline(step) with { FillsMissing = false };
        Assert.Matches("Row 1 .*'x'", Assert.Throws<AnomalyException>(() => strict.Fit(Numbers(1, double.NaN))).Message);
    }

    [Theory, MemberData(nameof(EveryStep))]
    public void A_missing_number_counts_as_the_training_median_and_is_marked(int step)
    {
        FittedFeaturePipeline fitted = Pipeline(step).Fit(Numbers(9, double.NaN, 1, 4)), filled = Pipeline(step).Fit(Numbers(9, 4, 1, 4));
        Assert.Equal([.. filled.Names, "missing(x)"], fitted.Names);
        Assert.Equal(["x"], fitted.Sources[^1]);
        FeatureMatrix features = fitted.Transform(Numbers(double.NaN, 9)), expected = filled.Transform(Numbers(4, 9));
        Assert.Equal([.. expected.Row(0), 1, .. expected.Row(1), 0], features.Values);
        Assert.Equal(features.Values, FittedFeaturePipeline.FromJson(fitted.ToJson()).Transform(Numbers(double.NaN, 9)).Values);
    }

    [Theory, MemberData(nameof(EveryStep))]
    public void Where_training_lacked_none_or_all_a_missing_number_counts_as_the_median_or_0(int step)
    {
        FittedFeaturePipeline never = Pipeline(step).Fit(MayLack(9, 4, 1, 4)), plain = Pipeline(step).Fit(Numbers(9, 4, 1, 4));
        Assert.Equal(plain.Names, never.Names);
        Assert.Equal(plain.Transform(Numbers(4, 9)).Values, never.Transform(MayLack(double.NaN, 9)).Values);
        Assert.Equal(plain.Transform(Numbers(4, 9)).Values,
            FittedFeaturePipeline.FromJson(never.ToJson()).Transform(MayLack(double.NaN, 9)).Values);

        FittedFeaturePipeline always = Pipeline(step).Fit(MayLack(double.NaN, double.NaN, double.NaN));
        FeatureMatrix features = always.Transform(MayLack(double.NaN, 3));
        Assert.Equal("missing(x)", always.Names[^1]);
        Assert.Equal([1, 0], [features[0, features.Columns - 1], features[1, features.Columns - 1]]);
        Assert.All(features.Values, value => Assert.True(float.IsFinite(value)));
    }

    [Theory, MemberData(nameof(EveryStep))]
    public void Changing_anything_saved_is_noticed(int step)
    {
        JsonNode saved = JsonNode.Parse(Pipeline(step).Fit(Numbers(Varied(50))).ToJson())!;
        saved["content"]!["recipes"]![0]!["columns"]![0]!["name"] = "y";
        Assert.Contains("changed or damaged", Assert.Throws<AnomalyException>(() => FittedFeaturePipeline.FromJson(saved.ToJsonString()))
            .Message, StringComparison.Ordinal);
    }

    private static FeaturePipeline Pipeline(int step) => SmallFlows.Pipeline("x", Steps[step]);

    private static FlowTable Numbers(params double[] values) => SmallFlows.Of(("x", values));

    // The same in flows whose schema has marks of missing values.
    private static FlowTable MayLack(params double[] values) =>
        SmallFlows.OfSchema(new FlowSchema("marked", [new("x", ColumnRole.Number)]), [("x", values)], []);

    // Values of which some repeat, whatever the count.
    private static double[] Varied(int count) => [.. Enumerable.Range(0, count).Select(i => (double)(i * i % 23))];

    private static int[] Bits(FeatureMatrix matrix) => [.. matrix.Values.Select(BitConverter.SingleToInt32Bits)];
}
