namespace AnomalyNotebooks;

/// <summary>Flows that are like attacks in one respect, made of normal flows alone, to choose detectors by.</summary>
/// <param name="Kind">What was done, in a word.</param>
/// <param name="Description">What was done, in a sentence.</param>
/// <param name="Flows">The flows.</param>
internal sealed record ArtificialAnomalies(string Kind, string Description, FlowTable Flows)
{
    /// <summary>Whether these are real flows that were kept from the fit, not mixed ones.</summary>
    public bool IsWithheld { get; init; }

    /// <summary>All kinds that are mixed from the flows at hand.</summary>
    /// <param name="normals">Normal flows that no detector was fitted on.</param>
    /// <param name="seed">Fixes the choice of donors.</param>
    internal static IReadOnlyList<ArtificialAnomalies> Make(NormalFlows normals, ulong seed)
    {
        var parts = FlowParts.Of(normals.Table);
        var recombination = new Recombination(parts);
        FeatureMatrix taken = parts.Take(normals.Table);
        ArtificialAnomalies Mixed(string kind, string description, Func<FeatureMatrix, SeededRandom, FeatureMatrix> mix, ulong stream) =>
            new(kind, description, parts.Flows(mix(taken, SeededRandom.Fork(seed, stream)), normals.Table.Origin));
        return
        [
            Mixed("transplant", "A flow under the protocol, service, state and TTLs of another one of the same protocol.",
                recombination.Transplant, 0),
            Mixed("mosaic", "Sizes, times and counters each from another flow of the same protocol, service, state and TTLs.",
                recombination.Mosaic, 1),
            Mixed("resize", "A flow with sizes that were never seen, near to normal ones.", recombination.Resize, 2),
            Mixed("swap", "A flow with a few columns from other flows.", recombination.Swap, 3),
        ];
    }

    /// <summary>Flows taken apart and put together again, as the mixed ones are: they differ from what they were by rounding
    /// only.</summary>
    internal static FlowTable Rounded(NormalFlows normals)
    {
        var parts = FlowParts.Of(normals.Table);
        return parts.Flows(parts.Take(normals.Table), normals.Table.Origin);
    }
}
