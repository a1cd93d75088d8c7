namespace AnomalyNotebooks;

/// <summary>
/// What the profile knows of one group of flows: one attack category and one kind of protocol, service, state and TTL, or several
/// kinds together where each has too few flows. Codes are indices into the profile's lists.
/// </summary>
/// <param name="Category">The attack category.</param>
/// <param name="Flows">How many flows were summarised.</param>
/// <param name="Repeats">How many of them repeat another in all features.</param>
/// <param name="Protocols">How often each protocol occurs.</param>
/// <param name="Contexts">How often each combination of service, state and TTL features occurs.</param>
/// <param name="Limits">The fastest of its flows.</param>
/// <param name="Shapes">How often each combination of the first <see cref="FlowLatents.ShapeCount"/> latents occurs, where they are common
/// ones; else empty.</param>
/// <param name="Marginals">The distribution of each latent; without the first ones where there are shapes.</param>
/// <param name="Correlations">Rank correlations of the <see cref="Varying"/> latents: the lower triangle, row by row, without the
/// diagonal.</param>
internal sealed record ProfileGroup(
    string Category,
    int Flows,
    int Repeats,
    IReadOnlyList<(int Protocol, int Flows)> Protocols,
    IReadOnlyList<(FlowContext Context, int Flows)> Contexts,
    FlowLimits Limits,
    IReadOnlyList<(double[] Shape, int Flows)> Shapes,
    IReadOnlyList<Marginal> Marginals,
    IReadOnlyList<double> Correlations)
{
    /// <summary>The first latent that has a marginal.</summary>
    public int FirstMarginal => Shapes.Count > 0 ? FlowLatents.ShapeCount : 0;

    /// <summary>The latents that are not the same for all flows of the group.</summary>
    public int[] Varying { get; } =
    [
        .. Enumerable.Range(0, FlowLatents.ShapeCount).Where(i => Shapes.Any(shape => shape.Shape[i] != Shapes[0].Shape[i])),
        .. Enumerable.Range(0, Marginals.Count).Where(i => !Marginals[i].IsConstant)
            .Select(i => i + FlowLatents.Count - Marginals.Count),
    ];
}
