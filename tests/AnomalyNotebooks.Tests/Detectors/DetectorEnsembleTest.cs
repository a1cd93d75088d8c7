namespace AnomalyNotebooks.Tests.Detectors;

public sealed class DetectorEnsembleTest
{
    private static readonly IDetector Bytes = ScriptedDetector.Column("sbytes"), ThousandBytes = ScriptedDetector.Column("sbytes", 1000),
        Time = ScriptedDetector.Column("dur");

    [Fact]
    public void The_unit_of_a_member_does_not_matter()
    {
        FlowTable flows = TestFlows.Make(300, 50);
        double[] one = Fit(new DetectorEnsemble("one", Bytes, Time), flows).Score(flows);
        double[] other = Fit(new DetectorEnsemble("other", ThousandBytes, Time), flows).Score(flows);

        for (int i = 0; i < one.Length; i++) Assert.Equal(one[i], other[i], 1e-6);
    }

    [Fact]
    public void The_score_is_the_mean_of_its_parts_and_each_part_keeps_its_members_order()
    {
        FlowTable flows = TestFlows.Make(300, 50);
        var fitted = (FittedDetectorEnsemble)Fit(new DetectorEnsemble("both", Bytes, Time), flows);
        double[][] parts = [.. fitted.Members.Select((member, m) => fitted.Scales[m].Transform(member.Score(flows)))];
        double[] scores = fitted.Score(flows), bytes = fitted.Members[0].Score(flows);

        for (int i = 0; i < scores.Length; i++) Assert.Equal((parts[0][i] + parts[1][i]) / 2, scores[i], 1e-12);
        for (int i = 1; i < scores.Length; i++) Assert.True((bytes[i] - bytes[i - 1]) * (parts[0][i] - parts[0][i - 1]) >= 0);
    }

    [Fact]
    public void A_member_counts_by_its_weight()
    {
        FlowTable flows = TestFlows.Make(300, 50);
        var fitted = (FittedDetectorEnsemble)Fit(new DetectorEnsemble("both", Bytes, Time) { Weights = [6, 2] }, flows);
        double[][] parts = [.. fitted.Members.Select((member, m) => fitted.Scales[m].Transform(member.Score(flows)))];
        double[] scores = fitted.Score(flows);

        for (int i = 0; i < scores.Length; i++) Assert.Equal((0.75 * parts[0][i]) + (0.25 * parts[1][i]), scores[i], 1e-12);
    }

    [Fact]
    public void Weights_that_are_not_one_a_member_and_above_zero_are_refused()
    {
        FlowTable flows = TestFlows.Make(300, 50);
        Assert.Throws<ArgumentException>(() => Fit(new DetectorEnsemble("both", Bytes, Time) { Weights = [1] }, flows));
        Assert.Throws<ArgumentException>(() => Fit(new DetectorEnsemble("both", Bytes, Time) { Weights = [1, 0] }, flows));
    }

    [Fact]
    public void Without_TTL_every_member_is()
    {
        var ensemble = (DetectorEnsemble)new DetectorEnsemble("both", new PcaDetector(), new IsolationForest()).Without(["sttl"]);
        Assert.All(ensemble.Members.Cast<PipelineDetector>(), member =>
            Assert.DoesNotContain("sttl", member.Pipeline.Fit(TestFlows.Make(20, 0)).Names));
    }

    private static IFittedDetector Fit(IDetector detector, FlowTable flows)
    {
        NormalFlows Rows(int first, int count) => NormalFlows.Take(flows, [.. Enumerable.Range(first, count)]);
        return detector.Fit(Rows(0, 200), Rows(200, 100), 1);
    }
}
