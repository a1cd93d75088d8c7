using System.Text.Json;

namespace AnomalyNotebooks.Tests.Evaluation;

public sealed class ConfusionMatrixTest
{
    [Theory]
    [MemberData(nameof(ScikitLearnCases.Names), MemberType = typeof(ScikitLearnCases))]
    public void Counts_and_rates_agree_with_scikit_learn(string name)
    {
        JsonElement expected = ScikitLearnCases.Named(name);
        ConfusionMatrix matrix = ConfusionMatrix.FromScores(expected.Doubles("scores"), expected.Bools("labels"),
            new FixedThreshold(expected.Double("threshold")));
        Assert.Equal(new ConfusionMatrix((long)expected.Double("tp"), (long)expected.Double("fp"), (long)expected.Double("tn"),
            (long)expected.Double("fn")), matrix);
        Assert.Equal(expected.Double("accuracy"), matrix.Accuracy, 1e-15);
        Assert.Equal(expected.Double("precision_at"), matrix.Precision, 1e-15);
        Assert.Equal(expected.Double("recall_at"), matrix.Recall, 1e-15);
        Assert.Equal(expected.Double("f1"), matrix.F1, 1e-15);
    }

    [Fact]
    public void The_reference_projects_counts_give_its_accuracy()
    {
        var matrix = new ConfusionMatrix(45_219, 2_170, 34_830, 113);
        Assert.Equal(0.97227, matrix.Accuracy, 0.000005);
        Assert.Equal(82_332, matrix.Count);
    }

    [Fact]
    public void Empty_denominators_give_zero_or_NaN_as_documented()
    {
        var nothing = new ConfusionMatrix(0, 0, 0, 0);
        Assert.Equal((0, 0, 0), (nothing.Precision, nothing.Recall, nothing.F1));
        Assert.True(double.IsNaN(nothing.FalsePositiveRate) && double.IsNaN(nothing.Accuracy));
    }

    [Fact]
    public void Lengths_must_match() => Assert.Throws<ArgumentException>(() => ConfusionMatrix.FromDecisions([true], [true, false]));
}
