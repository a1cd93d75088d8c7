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

/// <summary>How many flows are of a context (what kind of flow it is, by the schema) that the fit never met.</summary>
/// <param name="Before">Their share among normals held out of the fit, 0 to 1.</param>
/// <param name="Unseen">Their number now.</param>
/// <param name="Flows">The number of flows now.</param>
internal readonly record struct UnseenContexts(double Before, long Unseen, long Flows)
{
    // From here on it is no accident of a few hundred flows.
    private const double Jump = 0.05;
    private const int FewestFlows = 100;

    /// <summary>Their share now, 0 to 1.</summary>
    public double Share => Flows == 0 ? 0 : (double)Unseen / Flows;

    /// <summary>Whether the share is at least five points higher than before, among 100 flows or more: then no threshold keeps its
    /// promise.</summary>
    public bool HasJumped => Flows >= FewestFlows && Share - Before >= Jump;
}
