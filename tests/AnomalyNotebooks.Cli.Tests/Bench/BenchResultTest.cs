using AnomalyNotebooks.Cli.Bench;

namespace AnomalyNotebooks.Cli.Tests.Bench;

public sealed class BenchResultTest
{
    [Fact]
    public void The_best_of_each_sides_turns_counts_and_the_ratio_is_above_1_where_ours_is_faster()
    {
        var turns = new List<string>();
        Queue<double> ours = new([10, 30, 20]), theirs = new([4, 5, 6]);
        BenchResult rate = BenchResult.Measure(new BenchCase("rate", "rows/s", true, null, () => Turn("ours", ours), () =>
            Turn("theirs", theirs)), rounds: 3)!;
        Assert.Equal((30, 6, 5), (rate.Ours, rate.Peer, rate.Ratio));
        Assert.Equal(["ours", "theirs", "ours", "theirs", "ours", "theirs"], turns);

        ours = new([2, 1]);
        theirs = new([4, 8]);
        BenchResult time = BenchResult.Measure(new BenchCase("time", "s", false, null, () => Turn("ours", ours), () =>
            Turn("theirs", theirs)), rounds: 2)!;
        Assert.Equal((1, 4, 4), (time.Ours, time.Peer, time.Ratio));

        double Turn(string side, Queue<double> numbers)
        {
            turns.Add(side);
            return numbers.Dequeue();
        }
    }

    [Fact]
    public void Without_a_peer_there_is_no_ratio_and_without_us_no_row()
    {
        BenchResult result = BenchResult.Measure(new BenchCase("alone", "s", false, 2, () => 1, null), rounds: 2)!;
        Assert.Null(BenchResult.Measure(new BenchCase("left out", "s", false, 2, () => null), rounds: 2));
        Assert.Equal((1, null, null, 2), (result.Ours, result.Peer, result.Ratio, result.Goal));
    }

    [Fact]
    public void A_peer_that_cannot_be_had_is_named_with_the_reason()
    {
        using var peer = new Peer("no-such-script.py");
        Assert.Null(peer.Ask([]));
        Assert.Contains("no-such-script.py", peer.Missing, StringComparison.Ordinal);
    }
}
