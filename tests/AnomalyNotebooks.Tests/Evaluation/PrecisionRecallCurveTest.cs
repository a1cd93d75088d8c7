using System.Text.Json;

namespace AnomalyNotebooks.Tests.Evaluation;

public sealed class PrecisionRecallCurveTest
{
    [Theory]
    [MemberData(nameof(ScikitLearnCases.Names), MemberType = typeof(ScikitLearnCases))]
    public void The_curve_agrees_with_scikit_learn(string name)
    {
        JsonElement expected = ScikitLearnCases.Named(name);
        PrecisionRecallCurve curve = PrecisionRecallCurve.FromScores(expected.Doubles("scores"), expected.Bools("labels"));
        Assert.Equal(expected.Double("ap"), curve.AveragePrecision, 1e-14);

        // scikit-learn leaves out what lies beyond full recall
        double[] recall = expected.Doubles("recall"), precision = expected.Doubles("precision");
        Fixture.AssertClose(recall, curve.Recalls.AsSpan(0, recall.Length), 1e-14);
        Fixture.AssertClose(precision, curve.Precisions.AsSpan(0, precision.Length), 1e-14);
    }

    [Theory]
    [MemberData(nameof(ScikitLearnCases.Names), MemberType = typeof(ScikitLearnCases))]
    public void Reweighting_agrees_with_scikit_learns_sample_weights(string name)
    {
        JsonElement expected = ScikitLearnCases.Named(name);
        PrecisionRecallCurve curve = PrecisionRecallCurve.FromScores(expected.Doubles("scores"), expected.Bools("labels"),
            prevalence: 0.01);
        Assert.Equal(expected.Double("ap_at_1_percent"), curve.AveragePrecision, 1e-12);
        Assert.Equal(0.01, curve.Prevalence);
    }

    [Fact]
    public void Reweighting_to_the_prevalence_at_hand_changes_nothing()
    {
        JsonElement some = ScikitLearnCases.Named("many ties");
        PrecisionRecallCurve asIs = PrecisionRecallCurve.FromScores(some.Doubles("scores"), some.Bools("labels"));
        PrecisionRecallCurve again = PrecisionRecallCurve.FromScores(some.Doubles("scores"), some.Bools("labels"), asIs.Prevalence);
        Fixture.AssertClose(asIs.Precisions, again.Precisions, 1e-14);
    }

    [Fact]
    public void A_prevalence_that_is_no_share_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PrecisionRecallCurve.Between([1], [2], prevalence: 1));
}
