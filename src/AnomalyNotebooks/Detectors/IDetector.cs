namespace AnomalyNotebooks;

/// <summary>The settings of a detector, not yet fitted. Implementations are immutable records; nothing is learnt before <see cref="Fit"/>.</summary>
public interface IDetector
{
    /// <summary>A short name for tables and legends, such as <c>isolation forest</c>.</summary>
    string Name { get; }

    /// <summary>Learns what is normal from rows that are taken to be normal. No label enters.</summary>
    /// <param name="normals">Training normals, rows by features, finite numbers.</param>
    /// <param name="seed">Fixes every random choice: equal seeds and rows give equal bits.</param>
    /// <param name="cancellation">Stops the fit.</param>
    /// <exception cref="AnomalyException">No rows, no columns, or a NaN or infinity (row and feature named).</exception>
    IFittedDetector Fit(FeatureMatrix normals, ulong seed, CancellationToken cancellation = default);
}
