namespace AnomalyNotebooks.Cli.Bench;

/// <summary>A measured row; the ratio is above 1 where ours is faster or smaller.</summary>
internal sealed record BenchResult(
    string Name, string Unit, double Ours, double? Peer = null, double? Ratio = null, double? Goal = null, int? Flows = null)
{
    /// <summary>What is measured, and on how many flows where the name does not say it.</summary>
    public string Title => Flows is { } flows ? $"{Name}, {flows:N0} flows" : Name;

    /// <summary>Measures us and the peer in turn, so that both meet the same moods of the machine, and takes the best of each.</summary>
    /// <returns>Null where we are left out.</returns>
    public static BenchResult? Measure(BenchCase row, int rounds)
    {
        double? ours = null, peer = null;
        for (int round = 0; round < rounds; round++)
        {
            ours = Better(ours, row.Ours());
            if (ours is null) return null;
            peer = Better(peer, row.Theirs?.Invoke());
        }

        double? ratio = peer is null ? null : row.HigherIsFaster ? ours / peer : peer / ours;
        return new BenchResult(row.Name, row.Unit, ours!.Value, peer, ratio, row.Goal, row.Flows);

        double? Better(double? best, double? now) =>
            now is null ? best : best is null ? now : row.HigherIsFaster ? Math.Max(best.Value, now.Value)
                : Math.Min(best.Value, now.Value);
    }
}
