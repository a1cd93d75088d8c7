using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace AnomalyNotebooks.Tests.Flows;

public sealed class SyntheticFlowsTest
{
    private static readonly FlowTable Sample = SyntheticFlows.Generate(FlowProfile.Bundled, 8_000, 1);

    [Fact]
    public void Everything_made_from_it_says_synthetic_sample()
    {
        Assert.Equal("UNSW-NB15 synthetic sample, 8,000 flows", Sample.Origin.Title);
        Assert.True(Sample.Origin.IsSynthetic);
        Assert.Null(Sample.Origin.Path);
        Assert.Matches("^[0-9a-f]{64}$", Sample.Origin.Sha256);
        Assert.NotEqual(Sample.Origin.Sha256, SyntheticFlows.Generate(FlowProfile.Bundled, 8_000, 2).Origin.Sha256);
    }

    [Fact]
    public void Equal_seeds_give_equal_bits_and_other_seeds_other_flows()
    {
        Assert.Equal(Bits(Sample), Bits(SyntheticFlows.Generate(FlowProfile.Bundled, 8_000, 1)));
        Assert.NotEqual(Bits(Sample), Bits(SyntheticFlows.Generate(FlowProfile.Bundled, 8_000, 2)));
    }

    [Fact]
    public void Categories_have_the_proportions_of_the_profile()
    {
        int all = FlowProfile.Bundled.Categories.Sum(category => category.Flows);
        Assert.Equal(8_000, Sample.Count);
        Assert.Equal(FlowSchema.UnswNb15.AttackCategories, Sample.AttackCategory.Values);
        foreach ((string category, int flows) in FlowProfile.Bundled.Categories)
            Assert.Equal((double)flows / all, Sample.RowsOf(category).Length / 8_000.0, 1.0 / 8_000);
    }

    [Fact]
    public void Categories_are_mixed_in_random_order() =>
        Assert.InRange(Enumerable.Range(1, Sample.Count - 1).Count(row => Sample.IsAttack[row] != Sample.IsAttack[row - 1])
            / 8_000.0, 0.4, 0.6);

    [Fact]
    public void Features_that_follow_from_others_do()
    {
        double[] sbytes = Sample.Number("sbytes"), spkts = Sample.Number("spkts"), dur = Sample.Number("dur"),
            dpkts = Sample.Number("dpkts");
        for (int row = 0; row < Sample.Count; row++)
        {
            Assert.Equal(Math.Floor((sbytes[row] / spkts[row]) + 0.5), Sample.Number("smean")[row]);
            Assert.Equal(Sample.Number("synack")[row] + Sample.Number("ackdat")[row], Sample.Number("tcprtt")[row], 1e-6);
            double rate = dur[row] > 0 ? (spkts[row] + dpkts[row] - 1) / dur[row] : 0;
            Assert.Equal(rate, Sample.Number("rate")[row], 1e-6 + (rate * 1e-6));
            Assert.True(Sample.Number("sload")[row] * dur[row] <= (sbytes[row] * 8 * (1 + 1e-6)) + 1e-6);
            Assert.True(Sample.Number("ct_dst_sport_ltm")[row] <= Sample.Number("ct_src_dport_ltm")[row]);
        }
    }

    [Fact]
    public void Every_number_is_finite_not_negative_and_whole_where_it_counts()
    {
        foreach (FlowColumn field in FlowSchema.UnswNb15.Features.Where(field => !field.IsText))
        {
            double[] column = Sample.Number(field.Name);
            Assert.All(column, value => Assert.True(double.IsFinite(value) && value >= 0));
            if (field.IsWhole) Assert.All(column, value => Assert.Equal(Math.Floor(value), value));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1234)]
    public void Any_number_of_flows_can_be_had(int count) =>
        Assert.Equal(count, SyntheticFlows.Generate(FlowProfile.Bundled, count, 3).Count);

    [Fact]
    public void No_flows_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticFlows.Generate(FlowProfile.Bundled, 0, 3));

    private static string Bits(FlowTable flows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string name in FlowSchema.UnswNb15.NumericFeatures) hash.AppendData(MemoryMarshal.AsBytes<double>(flows.Number(name)));
        foreach (string name in FlowSchema.UnswNb15.CategoryFeatures)
            hash.AppendData(MemoryMarshal.AsBytes<int>(flows.Category(name).Codes));
        hash.AppendData(MemoryMarshal.AsBytes<int>(flows.AttackCategory.Codes));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
