namespace AnomalyNotebooks;

/// <summary>
/// Several detectors as one: each one's scores become -log of their tail probability among held-out normals
/// (<see cref="TailCalibration"/>), and the mean of these is the score.
/// </summary>
public sealed record DetectorEnsemble : IFlowDetector
{
    /// <summary>Joins <paramref name="members"/> under one name.</summary>
    /// <exception cref="ArgumentException">No members.</exception>
    public DetectorEnsemble(string name, params IReadOnlyList<IFlowDetector> members)
    {
        if (members.Count == 0) throw new ArgumentException("An ensemble needs at least one detector.", nameof(members));
        Name = name;
        Members = [.. members];
    }

    /// <inheritdoc/>
    public string Name { get; init; }

    /// <summary>The detectors that are joined.</summary>
    public IReadOnlyList<IFlowDetector> Members { get; private init; }

    /// <inheritdoc/>
    public IFittedFlowDetector Fit(NormalFlows training, NormalFlows heldOut, ulong seed, CancellationToken cancellation = default)
    {
        var fitted = new IFittedFlowDetector[Members.Count];
        var scales = new TailCalibration[Members.Count];
        for (int m = 0; m < fitted.Length; m++)
        {
            fitted[m] = Members[m].Fit(training, heldOut, seed, cancellation);
            scales[m] = TailCalibration.Fit(fitted[m].Score(heldOut.Table));
        }

        return new FittedDetectorEnsemble(fitted, scales);
    }

    /// <inheritdoc/>
    public IFlowDetector WithoutTtl() => this with { Members = [.. Members.Select(member => member.WithoutTtl())] };
}
