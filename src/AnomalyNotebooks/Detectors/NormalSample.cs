using System.Globalization;

namespace AnomalyNotebooks;

/// <summary>
/// Bounds what a fit costs: more than 50,000 normals add little to what a detector knows, and much to its time and memory. Of more it is
/// fitted on a sample, drawn with the seed alone and kept in the order of the table; fewer are taken as they are.
/// </summary>
/// <param name="Most">Normals that a detector is fitted on at most, 1 or more.</param>
internal readonly record struct NormalSample(int Most)
{
    private const ulong Stream = ulong.MaxValue - 1;

    /// <summary>The bound unless told otherwise.</summary>
    public static NormalSample Default { get; } = new(50_000);

    /// <summary>The normals themselves, or a sample of them.</summary>
    /// <param name="normals">The training normals.</param>
    /// <param name="seed">The seed of the fit.</param>
    public NormalFlows Of(NormalFlows normals, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Most, 1);
        return normals.Count <= Most ? normals
            : NormalFlows.Take(normals.Table, [.. SeededRandom.Fork(seed, Stream).Permutation(normals.Count)[..Most].Order()]);
    }

    /// <summary>What to tell whoever fits on so many; null where all are taken.</summary>
    public string? Note(int normals) => normals <= Most ? null
        : string.Create(CultureInfo.InvariantCulture, $"a detector is fitted on at most {Most:N0} of them, a sample that the seed draws.");
}
