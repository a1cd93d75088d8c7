using AnomalyNotebooks.Tests.Detectors;

namespace AnomalyNotebooks.Tests.Evaluation;

public sealed class DetectorTrialTest
{
    private static readonly IDetector Distance = new ByteCounter();

    [Theory]
    [InlineData("random-holdout")]
    [InlineData("block")]
    [InlineData("distinct-normals")]
    [InlineData("distinct-attacks")]
    [InlineData("distinct")]
    public void Halves_of_the_attacks_do_not_meet(string protocol)
    {
        FlowSplit split = EvaluationProtocol.Named(protocol).Split(TestFlows.Make(400, 100), 1);
        Assert.Empty(split.FinalAttacks.Intersect(split.DevelopmentAttacks));
        Assert.NotEmpty(split.FinalAttacks);
    }

    [Fact]
    public void The_judged_flows_are_test_normals_then_attacks_of_the_half_asked_for()
    {
        FlowSplit split = EvaluationProtocol.RandomHoldout.Split(TestFlows.Make(400, 100), 1);
        DetectorTrial final = DetectorTrial.Run(Distance, split, AttackHalf.Final), development = DetectorTrial.Run(Distance, split);

        Assert.Equal(split.TestNormals.Length, final.NormalScores.Length);
        Assert.Equal(split.FinalAttacks.Length, final.AttackScores.Length);
        Assert.Equal(split.DevelopmentAttacks.Length, development.AttackScores.Length);
        Assert.All(final.Judged.IsAttack[..split.TestNormals.Length], Assert.False);
    }

    [Fact]
    public void A_detector_fitted_once_is_judged_under_two_protocols_as_if_fitted_for_each()
    {
        FlowTable flows = TestFlows.Make(400, 100);
        FlowSplit distinct = EvaluationProtocol.Distinct.Split(flows, 1);
        DetectorTrial again = DetectorTrial.Run(Distance, EvaluationProtocol.RandomHoldout.Split(flows, 1)).JudgedBy(distinct);

        Assert.Equal(DetectorTrial.Run(Distance, distinct).Scores, again.Scores);
        Assert.Throws<ArgumentException>(() => again.JudgedBy(EvaluationProtocol.Block.Split(flows, 1)));
    }

    [Fact]
    public void Attacks_change_nothing_of_what_is_fitted()
    {
        FlowTable many = TestFlows.Make(400, 100), few = many.Take([.. Enumerable.Range(0, 410)]);
        DetectorTrial withMany = DetectorTrial.Run(Distance, EvaluationProtocol.RandomHoldout.Split(many, 1));
        DetectorTrial withFew = DetectorTrial.Run(Distance, EvaluationProtocol.RandomHoldout.Split(few, 1));

        Assert.Equal(withFew.CalibrationScores, withMany.CalibrationScores);
        Assert.Equal(withFew.NormalScores.ToArray(), withMany.NormalScores.ToArray());
    }

    [Fact]
    public void An_unknown_protocol_or_a_missing_file_is_named()
    {
        Assert.Contains("random-holdout, block", Assert.Throws<AnomalyException>(() => EvaluationProtocol.Named("k-fold")).Message);
        Assert.Contains("175,341", Assert.Throws<AnomalyException>(() => EvaluationProtocol.Official.Split(TestFlows.Make(10, 2), 1))
            .Message);
    }

    [Fact]
    public void Stopping_and_scales_use_other_normals_than_thresholds()
    {
        FlowSplit split = EvaluationProtocol.RandomHoldout.Split(TestFlows.Make(400, 100), 1);
        var spy = new Spy();
        DetectorTrial trial = DetectorTrial.Run(spy, split);

        Assert.Equal(split.TrainingTable.Take(split.Validation).Number("dur"), spy.HeldOut!.Table.Number("dur"));
        Assert.Empty(split.Validation.Intersect(split.Calibration));
        Assert.Equal(split.Calibration.Length, trial.CalibrationScores.Length);
    }

    private sealed record Spy : IDetector
    {
        public string Name => "spy";

        public NormalFlows? HeldOut { get; private set; }

        public IFittedDetector Fit(NormalFlows training, NormalFlows heldOut, ulong seed, CancellationToken cancellation = default)
        {
            HeldOut = heldOut;
            return new ScriptedDetector(Name, flows => new double[flows.Count]);
        }

        public IDetector Without(IReadOnlyCollection<string> columns) => this;
    }

    /// <summary>Scores by how unusual the bytes sent are.</summary>
    private sealed record ByteCounter : IDetector
    {
        public string Name => "bytes";

        public IFittedDetector Fit(NormalFlows training, NormalFlows heldOut, ulong seed, CancellationToken cancellation = default)
        {
            double mean = training.Table.Number("sbytes").Average() + seed;
            return new ScriptedDetector(Name, flows => [.. flows.Number("sbytes").Select(bytes => Math.Abs(bytes - mean))]);
        }

        public IDetector Without(IReadOnlyCollection<string> columns) => this;
    }
}
