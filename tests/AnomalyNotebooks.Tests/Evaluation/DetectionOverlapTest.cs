using AnomalyNotebooks.Tests.Detectors;

namespace AnomalyNotebooks.Tests.Evaluation;

public sealed class DetectionOverlapTest
{
    private static readonly FlowTable Flows = TestFlows.Make(400, 100);

    [Fact]
    public void What_one_finds_and_the_other_misses_is_counted()
    {
        // The first half of the attacks scores high with one detector, the middle half with the other.
        DetectionOverlap overlap = DetectionOverlap.At(0.05, [Trial("first", 0, 25), Trial("middle", 12, 37)]);

        Assert.Equal(50, overlap.Attacks);
        Assert.Equal((0.5, 0.5), (overlap.FoundBy(0), overlap.FoundBy(1)));
        Assert.Equal((12 / 50.0, 12 / 50.0), (overlap.FoundOnlyBy(0), overlap.FoundOnlyBy(1)));
        Assert.Equal((13 / 50.0, 13 / 50.0), (overlap.FoundByAll, overlap.FoundByNone));
        Assert.Equal(12 / 25.0, overlap.FoundOfMissed()[0, 1], 1e-12);
        Assert.Equal(0, overlap.FoundOfMissed()[1, 1]);
    }

    [Fact]
    public void Each_flags_no_more_normals_than_allowed_even_where_scores_tie()
    {
        DetectionOverlap none = DetectionOverlap.At(0.05, [Trial("constant", 0, 0)]);
        Assert.Equal(0, none.FoundBy(0));
        Assert.Equal(1, DetectionOverlap.At(1, [Trial("constant", 0, 0)]).FoundBy(0));
    }

    [Fact]
    public void Where_nothing_is_missed_there_is_no_share_of_it() =>
        Assert.True(double.IsNaN(DetectionOverlap.At(0.05, [Trial("all", 0, 50)]).FoundOfMissed()[0, 0]));

    [Fact]
    public void Detectors_judged_by_different_flows_are_not_compared()
    {
        DetectorTrial one = Trial("one", 0, 1).Trial, other = DetectorTrial.Run(Scripted(0, 1), FlowSplit.RandomHoldout(Flows, 2));
        Assert.Throws<ArgumentException>(() => DetectionOverlap.At(0.01, [("one", one), ("other", other)]));
        Assert.Throws<ArgumentException>(() => DetectionOverlap.At(0.01, []));
    }

    private static (string Name, DetectorTrial Trial) Trial(string name, int from, int to) =>
        (name, DetectorTrial.Run(Scripted(from, to), FlowSplit.RandomHoldout(Flows, 1)));

    // Scores 0, but 1 for the attacks from one place to another.
    private static ScriptedDetector Scripted(int from, int to) => new("scripted", flows =>
    {
        int attack = 0;
        return [.. flows.IsAttack.Select(isAttack => isAttack && attack++ is int i && i >= from && i < to ? 1.0 : 0.0)];
    });
}
