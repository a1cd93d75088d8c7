using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace AnomalyNotebooks.Tests.Features;

/// <summary>What comes out does not depend on how the rows and columns are cut into parts, nor on where it goes.</summary>
public class FittedFeaturePipelineTest
{
    private static readonly FlowTable Flows = SmallFlows.WithAllFeatures(2100, row => row % 4 == 3);

    public static TheoryData<string> Presets => ["reference", "raw", "robust", "quantile", "surprise"];

    public static TheoryData<int> RowCounts => [0, 1, 2, 31, 32, 33, 255, 256, 257, 2047, 2048, 2049];

    [Theory, MemberData(nameof(Presets))]
    public void A_matrix_that_is_there_gets_the_same_features_whatever_it_held(string preset)
    {
        FittedFeaturePipeline fitted = Preset(preset).Fit(Flows);
        FeatureMatrix into = new([.. Enumerable.Repeat(float.NaN, Flows.Count * fitted.Names.Count)], Flows.Count, [.. fitted.Names]);
        fitted.Transform(Flows, into);
        Assert.Equal(fitted.Transform(Flows).Values, into.Values);
        fitted.Transform(Flows, into);
        Assert.Equal(fitted.Transform(Flows).Values, into.Values);
    }

    [Theory, MemberData(nameof(RowCounts))]
    public void Any_number_of_rows_gives_the_rows_of_all(int count)
    {
        foreach (string preset in (string[])["reference", "robust", "surprise"])
        {
            FittedFeaturePipeline fitted = Preset(preset).Fit(Flows);
            FeatureMatrix all = fitted.Transform(Flows), some = fitted.Transform(Flows.Take([.. Enumerable.Range(0, count)]));
            Assert.Equal(all.Values[..(count * all.Columns)], some.Values);
        }
    }

    [Fact]
    public void Another_shape_or_other_names_are_refused()
    {
        FittedFeaturePipeline fitted = SmallFlows.Pipeline("dur").And(SmallFlows.Pipeline("rate")).Fit(Flows);
        Assert.Contains("2100 rows of 2 columns, and the matrix to write them into has 2099 of 2",
            Assert.Throws<ArgumentException>(() => fitted.Transform(Flows, new FeatureMatrix(new float[4198], 2099, fitted.Names)))
                .Message, StringComparison.Ordinal);
        Assert.Contains("2100 rows of 2 columns, and the matrix to write them into has 2100 of 1",
            Assert.Throws<ArgumentException>(() => fitted.Transform(Flows, new FeatureMatrix(new float[2100], 2100, ["dur"]))).Message,
            StringComparison.Ordinal);
        Assert.Contains("Column 1 of the features is 'rate', and of the matrix to write them into 'sttl'",
            Assert.Throws<ArgumentException>(() => fitted.Transform(Flows, new FeatureMatrix(new float[4200], 2100, ["dur", "sttl"])))
                .Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_clipped_value_may_be_too_large_for_single_precision_before()
    {
        FittedFeaturePipeline fitted = SmallFlows.Pipeline("x", new StandardStep { Clip = 3 }).Fit(SmallFlows.Of(("x", [0, 1e-100])));
        Assert.Equal([3f, -3f, -1f], fitted.Transform(SmallFlows.Of(("x", [1e9, -1e9, 0]))).Values);
    }

    [Fact]
    public void A_column_that_cannot_be_fitted_is_named_though_several_are_fitted_together()
    {
        FlowTable flows = SmallFlows.Of(("a", [1, 2]), ("b", [1, -5]), ("c", [double.PositiveInfinity, 1]));
        var pipeline = new FeaturePipeline("test", new FeatureRecipe(["a", "b", "c"], [new Log1pStep(), new StandardStep()]));
        Assert.Contains("'b' is -5", Assert.Throws<AnomalyException>(() => pipeline.Without("c").Fit(flows)).Message,
            StringComparison.Ordinal);
        Assert.Matches("Row 0 has infinity as 'c'", Assert.Throws<AnomalyException>(() => pipeline.Without("b").Fit(flows)).Message);
    }

    [Fact]
    public void Columns_are_fitted_together_as_each_alone()
    {
        string[] names = [.. Enumerable.Range(0, 21).Select(c => $"c{c}")];
        FlowTable flows = SmallFlows.Of([.. names.Select((name, c) =>
            (name, Enumerable.Range(0, 77).Select(r => (r * (c + 1) % 13) + (0.1 * c)).ToArray()))]);
        FeatureStep[] steps = [new Log1pStep { Scale = 3 }, new StandardStep { Clip = 2 }];
        FeatureMatrix together = new FeaturePipeline("test", new FeatureRecipe(names, steps)).Fit(flows).Transform(flows);
        for (int c = 0; c < names.Length; c++)
            Assert.Equal(new FeaturePipeline("test", new FeatureRecipe([names[c]], steps)).Fit(flows).Transform(flows).Values,
                together.Column(c));
    }

    [Theory]
    [InlineData("reference", "d4e334f06229a742")]
    [InlineData("raw", "91403f7d39c0750a")]
    [InlineData("robust", "f35e82113106cde4")]
    [InlineData("quantile", "3fb3821243f36b9d")]
    [InlineData("surprise", "c12eff835aea10d1")]
    public void Features_of_the_bundled_sample_keep_their_bits(string preset, string sha256)
    {
        FlowTable sample = SyntheticFlows.Generate(FlowProfile.Bundled);
        float[] features = Preset(preset).FitTransform(sample).Training.Values;
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(features.AsSpan())))[..16]);
    }

    private static FeaturePipeline Preset(string name) => name switch
    {
        "reference" => FeaturePipeline.Reference,
        "raw" => FeaturePipeline.Raw,
        "robust" => FeaturePipeline.Robust,
        "quantile" => FeaturePipeline.Quantile,
        _ => FeaturePipeline.Surprise,
    };
}
