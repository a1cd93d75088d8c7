namespace AnomalyNotebooks;

/// <summary>
/// Bounds what a fit costs: more than 50,000 normals add little to what a detector knows, and much to its time and memory. Of more it is
/// fitted on a sample, drawn with the seed alone and kept in the order of the table; fewer are taken as they are.
/// </summary>
internal static class NormalSample
{
    /// <summary>Normals that a detector is fitted on at most, unless told otherwise.</summary>
    public const int Most = 50_000;

    private const ulong Stream = ulong.MaxValue - 1;

    /// <summary>The normals themselves, or a sample of them.</summary>
    /// <param name="normals">The training normals.</param>
    /// <param name="most">How many to take at most, 1 or more.</param>
    /// <param name="seed">The seed of the fit.</param>
    public static NormalFlows Of(NormalFlows normals, int most, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        return normals.Count <= most ? normals
            : NormalFlows.Take(normals.Table, [.. SeededRandom.Fork(seed, Stream).Permutation(normals.Count)[..most].Order()]);
    }
}
