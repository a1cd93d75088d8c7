namespace AnomalyNotebooks.Tests.Scores;

public sealed class TailCalibrationTest
{
    private static readonly double[] HeldOut = [.. Enumerable.Range(1, 99).Select(i => (double)((i * 37) % 100))]; // 1 to 99

    [Theory]
    [InlineData(99, 1)]
    [InlineData(90, 10)]
    [InlineData(1, 99)]
    public void A_held_out_score_gets_minus_log_of_its_tail_share(double score, double inHundred) =>
        Assert.Equal(-Math.Log(inHundred / 100), TailCalibration.Fit(HeldOut).Transform(score), 1e-12);

    [Fact]
    public void Between_them_it_is_interpolated_and_below_them_zero()
    {
        TailCalibration calibration = TailCalibration.Fit(HeldOut);
        Assert.Equal((calibration.Transform(98) + calibration.Transform(99)) / 2, calibration.Transform(98.5), 1e-12);
        Assert.Equal(0, calibration.Transform(-5));
    }

    [Fact]
    public void Beyond_the_largest_it_continues_without_a_jump_and_without_an_end()
    {
        TailCalibration calibration = TailCalibration.Fit(HeldOut);
        Assert.Equal(calibration.Transform(99), calibration.Transform(99 + 1e-9), 1e-9);
        Assert.True(calibration.Transform(1e6) < calibration.Transform(1e7));
        Assert.Equal(calibration.Transform(99) + Math.Log(2), calibration.Transform(99 + 49), 1e-12); // one spread (99 - 50) beyond
    }

    [Fact]
    public void Order_is_kept()
    {
        TailCalibration calibration = TailCalibration.Fit(HeldOut);
        double[] transformed = calibration.Transform([.. Enumerable.Range(2, 4000).Select(i => i / 10.0)]);
        for (int i = 1; i < transformed.Length; i++) Assert.True(transformed[i] >= transformed[i - 1]);
    }

    [Fact]
    public void A_detectors_unit_does_not_matter()
    {
        double[] scores = [3, 50.5, 99, 500];
        double[] inOtherUnits = [.. scores.Select(x => (1000 * x) - 7)];
        TailCalibration other = TailCalibration.Fit([.. HeldOut.Select(x => (1000 * x) - 7)]);
        Fixture.AssertClose(TailCalibration.Fit(HeldOut).Transform(scores), other.Transform(inOtherUnits), 1e-9);
    }

    [Fact]
    public void Equal_held_out_scores_still_part_what_lies_above_them()
    {
        TailCalibration calibration = TailCalibration.Fit([2, 2, 2]);
        Assert.True(calibration.Transform(1) < calibration.Transform(2));
        Assert.True(calibration.Transform(2) < calibration.Transform(3));
    }

    [Fact]
    public void NaN_is_refused()
    {
        Assert.Throws<ArgumentException>(() => TailCalibration.Fit([1, double.NaN]));
        Assert.Throws<ArgumentException>(() => TailCalibration.Fit([1]).Transform(double.NaN));
    }
}
