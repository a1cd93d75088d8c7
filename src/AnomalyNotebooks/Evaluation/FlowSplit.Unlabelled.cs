namespace AnomalyNotebooks;

/// <content>What becomes of a split where nobody knows which flows are normal.</content>
public sealed partial record FlowSplit
{
    /// <summary>The same split with attacks among the training normals, as where nobody has cleaned them: development attacks, which are
    /// then no longer judged by. Each of them replaces a normal, so that the number of flows to fit on stays.</summary>
    /// <param name="share">Share of attacks among the flows to fit on, 0 or more and below 1.</param>
    /// <returns>The split, and the flows to fit on as somebody would take them: all for normal.</returns>
    /// <exception cref="AnomalyException">The share is not in [0, 1), or there are too few attacks.</exception>
    public (FlowSplit Split, NormalFlows Training) Contaminated(double share)
    {
        (int[] taken, FlowSplit others) = TakeAttacks(Train.Length, share);
        int[] training = [.. Train[taken.Length..], .. taken];
        SeededRandom.Fork(Seed, stream: 8).Shuffle<int>(training);
        return (others, NormalFlows.Assume(TrainingTable, training));
    }

    /// <summary>The same split where the first of the flows to judge by have become flows to fit on as well, as with a detector that learns
    /// from recent traffic without knowing what is in it. They are no longer judged by, whatever their number of attacks.</summary>
    /// <param name="recent">How many recent flows are learnt from, 1 or more, fewer than there are normals to judge by.</param>
    /// <param name="share">Share of development attacks among them, 0 or more and below 1. Flows that equal one of these are no longer
    /// judged by.</param>
    /// <returns>The split, and the flows to fit on: those of before and the recent ones.</returns>
    /// <exception cref="AnomalyException">A number is out of its range, or there are too few attacks.</exception>
    public (FlowSplit Split, NormalFlows Training) Relearnt(int recent, double share)
    {
        if (recent < 1 || recent >= TestNormals.Length)
            throw new AnomalyException($"{recent} recent flows cannot be taken from {TestNormals.Length} normals that are judged by.");
        (int[] taken, FlowSplit others) = TakeAttacks(recent, share);
        return (others with { TestNormals = TestNormals[recent..] },
            NormalFlows.Assume(TrainingTable, [.. Train, .. TestNormals[..(recent - taken.Length)], .. taken]));
    }

    // Takes a share of so many flows from the development attacks. None that is left to judge by equals one of them.
    private (int[] Taken, FlowSplit Others) TakeAttacks(int of, double share)
    {
        if (!(share >= 0 && share < 1))
            throw new AnomalyException($"The share of attacks to fit on is {share.Shown()}; it must be 0 or more and below 1.");
        int count = (int)Math.Round(of * share, MidpointRounding.AwayFromZero);
        if (count >= DevelopmentAttacks.Length || !ReferenceEquals(TrainingTable, TestTable))
            throw new AnomalyException($"{count} attacks to fit on cannot be taken from {DevelopmentAttacks.Length} of the development "
                + "half of the same table.");
        int[] attacks = [.. DevelopmentAttacks];
        SeededRandom.Fork(Seed, stream: 7).Shuffle<int>(attacks);
        int[] groups = NormalBlocks.EqualRows(TestTable);
        var seen = attacks[..count].Select(row => groups[row]).ToHashSet();
        return (attacks[..count], this with { DevelopmentAttacks = [.. DevelopmentAttacks.Where(row => !seen.Contains(groups[row]))] });
    }
}
