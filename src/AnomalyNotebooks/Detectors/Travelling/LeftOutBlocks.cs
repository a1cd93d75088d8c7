namespace AnomalyNotebooks;

/// <summary>
/// Scores of normals as a detector would give them that was fitted without the stretch of traffic each stands in: what a
/// <see cref="BlockThreshold"/> is found from.
/// </summary>
/// <param name="Scores">One score per normal flow.</param>
/// <param name="Blocks">The block of each, from 0.</param>
internal sealed record LeftOutBlocks(double[] Scores, int[] Blocks)
{
    /// <summary>Fits that are made unless told otherwise.</summary>
    public const int DefaultRounds = 5;

    private const double HeldOutShare = 0.1;

    /// <summary>Cuts the normals into contiguous blocks, leaves some out, fits on the rest and scores those left out, until each block was
    /// left out.</summary>
    /// <remarks>
    /// As few blocks differ from each other less than traffic does (five give false-positive rates of 0 where 1 % is asked), but twenty
    /// fits take long, each fit leaves out blocks far apart from each other: of 20 blocks in 5 rounds blocks 0, 5, 10 and 15, then 1, 6, 11
    /// and 16. What stands next to a left-out block is fitted on, as if it alone were left out.
    /// </remarks>
    /// <param name="detector">The detector, as it will be fitted on all of them.</param>
    /// <param name="normals">Normal flows in the order of time where there is one.</param>
    /// <param name="seed">Fixes the fits.</param>
    /// <param name="blocks">Number of blocks, 2 or more and at most the number of flows.</param>
    /// <param name="rounds">Number of fits, 2 to <paramref name="blocks"/>.</param>
    /// <param name="cancellation">Stops the fits.</param>
    /// <exception cref="AnomalyException">Fewer flows than blocks, or too few for the detector.</exception>
    public static LeftOutBlocks Of(
        IDetector detector, NormalFlows normals, ulong seed, int blocks = 20, int rounds = DefaultRounds,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blocks, 2);
        if (rounds < 2 || rounds > blocks)
            throw new ArgumentOutOfRangeException(nameof(rounds), rounds, $"{blocks} blocks can be left out in 2 to {blocks} rounds.");
        if (normals.Count < blocks) throw new AnomalyException($"{normals.Count} normal flows cannot be cut into {blocks} blocks. Give "
            + "more flows, or ask for fewer blocks.");
        int[] blockOf = [.. Enumerable.Range(0, normals.Count).Select(row => (int)((long)row * blocks / normals.Count))];
        var scores = new double[normals.Count];
        for (int round = 0; round < rounds; round++)
        {
            int number = round;
            int[] leftOut = [.. Enumerable.Range(0, normals.Count).Where(row => blockOf[row] % rounds == number)];
            int[] others = [.. Enumerable.Range(0, normals.Count).Where(row => blockOf[row] % rounds != number)];
            int held = Math.Max(1, (int)(others.Length * HeldOutShare));
            SeededRandom.Fork(seed, (ulong)round).Shuffle<int>(others);
            NormalFlows Part(Range range) => NormalFlows.Take(normals.Table, [.. others[range].Order()]);
            IFittedDetector fitted = detector.Fit(Part(held..), Part(..held), seed, cancellation);
            double[] part = fitted.Score(normals.Table.Take(leftOut), cancellation);
            for (int i = 0; i < leftOut.Length; i++) scores[leftOut[i]] = part[i];
        }

        return new LeftOutBlocks(scores, blockOf);
    }

    /// <summary>The threshold for a false-positive rate; see <see cref="BlockThreshold.Fit"/>.</summary>
    public BlockThreshold Threshold(double falsePositiveRate = 0.01, bool keen = false) =>
        BlockThreshold.Fit(Scores, Blocks, falsePositiveRate, keen);
}
