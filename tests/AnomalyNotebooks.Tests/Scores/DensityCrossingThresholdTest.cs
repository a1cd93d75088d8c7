namespace AnomalyNotebooks.Tests.Scores;

public sealed class DensityCrossingThresholdTest
{
    [Fact]
    public void Two_equal_bells_cross_half_way()
    {
        double[] bell = [.. Enumerable.Range(-500, 1001).Select(i => i / 250.0)];
        Threshold threshold = DensityCrossingThreshold.Fit(bell, [.. bell.Select(x => x + 3)]);
        Assert.Equal(1.5, threshold.Value, 1e-9);
    }

    [Fact]
    public void The_densities_are_equal_there()
    {
        double[] normals = Fixture.Read("Scores", "scores").Doubles("normals"), attacks = [.. normals.Select(x => 2 + (1.5 * x))];
        double x = DensityCrossingThreshold.Fit(normals, attacks).Value;
        Assert.Equal(KernelDensity.Fit(normals).Evaluate(x), KernelDensity.Fit(attacks).Evaluate(x), 1e-9);
    }

    [Fact]
    public void It_owns_up_to_using_labels()
    {
        Threshold threshold = DensityCrossingThreshold.Fit([0, 1, 2], [5, 6, 7]);
        Assert.True(threshold.UsesLabels);
        Assert.Contains("uses labels", threshold.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Attacks_that_score_no_higher_are_refused() =>
        Assert.Contains("median", Assert.Throws<AnomalyException>(() => DensityCrossingThreshold.Fit([5, 6, 7], [0, 1, 2])).Message,
            StringComparison.Ordinal);
}
