using System.Globalization;
namespace AnomalyNotebooks;

/// <summary>
/// A threshold for other traffic than the detector was fitted on: from normals each of which was scored by a fit that left out the whole
/// stretch of traffic it stands in (leave one block out), so that the next stretch is to the detector what each of these was.
/// </summary>
/// <remarks>
/// It assumes that the next stretch of traffic differs from what was fitted on no more than the stretches among the training normals
/// differ from each other. A kind of flow that none of them had breaks the promise: watch the share of contexts never seen. Where the
/// normals are in no order of time the blocks are random parts, and it promises what <see cref="QuantileThreshold"/> does.
/// </remarks>
internal sealed class BlockThreshold : Threshold
{
    private BlockThreshold(double value, string how, double rate, int count, int blocks)
        : base(value, string.Create(CultureInfo.InvariantCulture,
            $"the score that {rate:P2} of normal flows exceed, {how} {blocks} blocks of {count:N0} normals left out of "
            + $"the fit"), rate)
    {
    }

    /// <summary>Finds the threshold.</summary>
    /// <param name="scores">Scores of normals, each by a fit without its block, on one scale.</param>
    /// <param name="blockOf">The block of each, any number that blocks differ by.</param>
    /// <param name="falsePositiveRate">The share of normal flows to be flagged, between 0 and 1.</param>
    /// <param name="keen">False, the default: the quantile of all scores together, which blocks of unusual traffic raise. True: the mean of
    /// the blocks' own quantiles, lower and nearer to what is asked where stretches differ much; it may flag more than that.</param>
    /// <exception cref="AnomalyException">Too few scores for so low a rate.</exception>
    /// <exception cref="ArgumentException">No scores, a NaN or an infinity, other lengths, or a rate outside (0, 1).</exception>
    public static BlockThreshold Fit(ReadOnlySpan<double> scores, ReadOnlySpan<int> blockOf, double falsePositiveRate = 0.01,
        bool keen = false)
    {
        if (scores.Length != blockOf.Length)
            throw new ArgumentException($"{blockOf.Length} blocks were given for {scores.Length} scores.", nameof(blockOf));
        double pooled = QuantileThreshold.Fit(scores, falsePositiveRate).Value; // refuses what cannot support the rate
        var blocks = new SortedDictionary<int, List<double>>();
        for (int i = 0; i < scores.Length; i++)
        {
            if (!blocks.TryGetValue(blockOf[i], out List<double>? block)) blocks.Add(blockOf[i], block = []);
            block.Add(scores[i]);
        }

        if (!keen) return new BlockThreshold(pooled, "all together, from", falsePositiveRate, scores.Length, blocks.Count);
        double sum = 0;
        foreach (List<double> block in blocks.Values)
        {
            block.Sort();
            sum += block[Math.Max(block.Count - 1 - (int)Math.Floor(block.Count * falsePositiveRate), 0)];
        }

        return new BlockThreshold(sum / blocks.Count, "the mean of", falsePositiveRate, scores.Length, blocks.Count);
    }
}
