using AnomalyNotebooks.Tests.Detectors;

namespace AnomalyNotebooks.Tests.Evaluation;

public sealed class DeletionCurveTest
{
    private static readonly FlowTable Flows = TestFlows.Make(300, 40);
    private static readonly ExpectedFlows Expected = ExpectedFlows.Of(NormalFlows.Of(Flows));
    private static readonly FlowTable Attacks = Flows.Take(Flows.AttackRows());

    [Fact]
    public void A_column_that_makes_the_score_is_deleted_first_and_one_in_random_order_later()
    {
        DeletionCurve curve = DeletionCurve.Measure(ScriptedDetector.Column("sttl"), Expected, Attacks, seed: 1, steps: 5);
        double[] ttl = [.. Attacks.Number("sttl")], deleted = Expected.Expect(Attacks, (_, _) => true).Number("sttl");

        Assert.Equal([0, 1, 2, 3, 4, 5], curve.Deleted);
        Assert.Equal(ttl.Average(), curve.ByContribution[0]);
        Assert.Equal(curve.ByContribution[0], curve.AtRandom[0]);
        Assert.Equal(ttl.Zip(deleted, Math.Min).Average(), curve.ByContribution[1]); // where it lowers the score it goes first
    }

    [Fact]
    public void The_flows_are_left_as_they_are()
    {
        double[] before = [.. Attacks.Number("sbytes")];
        DeletionCurve.Measure(ScriptedDetector.Column("sbytes"), Expected, Attacks, seed: 1);
        Assert.Equal(before, Attacks.Number("sbytes"));
    }

    [Fact]
    public void Nothing_to_explain_is_refused() =>
        Assert.Throws<ArgumentException>(() => DeletionCurve.Measure(ScriptedDetector.Column("dur"), Expected, Flows.Take([]), seed: 1));
}
