using System.Text.Json;

namespace AnomalyNotebooks.Tests.Scores;

public sealed class MedianMadThresholdTest
{
    [Fact]
    public void Median_and_MAD_agree_with_scipy()
    {
        JsonElement scipy = Fixture.Read("Scores", "scores");
        double expected = scipy.Double("median") + (2.5 * scipy.Double("mad"));
        Assert.Equal(expected, MedianMadThreshold.Fit(scipy.Doubles("normals"), 2.5).Value, 1e-12);
    }

    [Fact]
    public void A_few_wild_scores_hardly_move_it()
    {
        double[] scores = [.. Enumerable.Range(0, 1000).Select(i => (double)i)];
        double clean = MedianMadThreshold.Fit(scores).Value;
        for (int i = 0; i < 10; i++) scores[i] = 1e12;
        Assert.Equal(clean, MedianMadThreshold.Fit(scores).Value, 0.02 * clean);
    }

    [Fact]
    public void It_asks_for_no_false_positive_rate() => Assert.Null(MedianMadThreshold.Fit([1, 2, 3]).TargetFalsePositiveRate);

    [Fact]
    public void Deviations_must_be_positive() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MedianMadThreshold.Fit([1, 2], double.NaN));
}
