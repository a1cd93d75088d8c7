using System.Text.Json;

namespace AnomalyNotebooks.Tests.Features;

/// <summary>Steps against scikit-learn's transformers (Fixtures/make_fixtures.py).</summary>
public class StepsAgreeWithScikitLearnTest
{
    private static readonly JsonElement Steps = Fixture.Read("Features", "steps");

    public static TheoryData<string> Columns => [.. Steps.GetProperty("numbers").EnumerateArray()
        .Select(column => column.GetProperty("name").GetString()!)];

    [Theory, MemberData(nameof(Columns))]
    public void MinMaxStep_is_MinMaxScaler(string column) => Agrees(column, "minMax", new MinMaxStep());

    [Theory, MemberData(nameof(Columns))]
    public void StandardStep_is_StandardScaler(string column) => Agrees(column, "standard", new StandardStep());

    [Theory, MemberData(nameof(Columns))]
    public void QuantileStep_is_QuantileTransformer(string column)
    {
        foreach (int quantiles in (int[])[11, 65])
        {
            Agrees(column, $"uniform{quantiles}", new QuantileStep { Quantiles = quantiles, Output = QuantileOutput.Uniform });
            Agrees(column, $"normal{quantiles}", new QuantileStep { Quantiles = quantiles, Output = QuantileOutput.Normal });
        }
    }

    [Fact]
    public void LabelEncodeStep_is_OrdinalEncoder()
    {
        FeatureMatrix encoded = Texts(new LabelEncodeStep());
        Assert.Equal(Steps.GetProperty("texts").Doubles("ordinal"), encoded.Values.Select(value => (double)value));
    }

    [Theory, InlineData(1), InlineData(10), InlineData(50)]
    public void OneHotStep_is_OneHotEncoder_with_min_frequency(int least)
    {
        FeatureMatrix encoded = Texts(new OneHotStep { MinimumCount = least, Unknown = UnknownValues.RareColumn });
        double[] expected = [.. Steps.GetProperty("texts").GetProperty("oneHot").GetProperty($"{least}").EnumerateArray()
            .SelectMany(row => row.EnumerateArray().Select(value => value.GetDouble()))];
        Assert.Equal(expected, encoded.Values.Select(value => (double)value));
    }

    private static FeatureMatrix Texts(FeatureStep step)
    {
        string[] Column(string name) => [.. Steps.GetProperty("texts").GetProperty(name).EnumerateArray()
            .Select(text => text.GetString()!)];
        string[] train = Column("train"), test = Column("test");
        return SmallFlows.Pipeline("proto", step).Fit(SmallFlows.Of([], [("proto", train)]))
            .Transform(SmallFlows.Of([], [("proto", test)]));
    }

    private static void Agrees(string column, string expected, FeatureStep step)
    {
        JsonElement data = Steps.GetProperty("numbers").EnumerateArray()
            .Single(element => element.GetProperty("name").GetString() == column);
        FittedFeaturePipeline fitted = SmallFlows.Pipeline("x", step).Fit(SmallFlows.Of(("x", data.Doubles("train"))));
        float[] actual = fitted.Transform(SmallFlows.Of(("x", data.Doubles("test")))).Values;
        double[] wanted = data.Doubles(expected);
        Assert.Equal(wanted.Length, actual.Length);
        for (int r = 0; r < wanted.Length; r++)
        {
            double allowed = 2e-7 * Math.Max(1, Math.Abs(wanted[r])); // features are single precision
            Assert.True(Math.Abs(wanted[r] - actual[r]) <= allowed, $"{column}, {expected}, row {r}: {actual[r]} instead of {wanted[r]}");
        }
    }
}
