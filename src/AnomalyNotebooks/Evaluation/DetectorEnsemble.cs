namespace AnomalyNotebooks;

/// <summary>
/// Several detectors as one: each one's scores become -log of their tail probability among held-out normals
/// (<see cref="TailCalibration"/>), and their weighted mean is the score.
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

    /// <summary>How much each member counts, above 0; they need not add up to 1. Members count alike if this is left empty.</summary>
    public IReadOnlyList<double> Weights { get; init; } = [];

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Another number of weights than of members, or one that is not above 0.</exception>
    public IFittedFlowDetector Fit(NormalFlows training, NormalFlows heldOut, ulong seed, CancellationToken cancellation = default)
    {
        var fitted = new IFittedFlowDetector[Members.Count];
        for (int m = 0; m < fitted.Length; m++) fitted[m] = Members[m].Fit(training, heldOut, seed, cancellation);
        return Join(training, fitted, [.. fitted.Select(member => member.Score(heldOut.Table))]);
    }

    /// <summary>Joins members that are fitted already.</summary>
    /// <param name="training">What they were fitted on.</param>
    /// <param name="fitted">The members, in the order of <see cref="Members"/>.</param>
    /// <param name="heldOutScores">Each one's scores of the same held-out normals.</param>
    internal FittedDetectorEnsemble Join(NormalFlows training, IReadOnlyList<IFittedFlowDetector> fitted, IReadOnlyList<double[]> heldOutScores)
    {
        double[] weights = Weights.Count == 0 ? [.. Members.Select(_ => 1.0)] : [.. Weights];
        if (weights.Length != Members.Count || weights.Any(weight => !(weight > 0 && double.IsFinite(weight))))
            throw new ArgumentException($"{Name} has {Members.Count} members and needs as many weights above 0, not {string.Join(", ", weights.Select(weight => weight.Shown()))}.");
        double all = weights.Sum();
        return new FittedDetectorEnsemble([.. fitted], [.. heldOutScores.Select(scores => TailCalibration.Fit(scores))], [.. weights.Select(weight => weight / all)], training);
    }

    /// <inheritdoc/>
    public IFlowDetector WithoutTtl() => this with { Members = [.. Members.Select(member => member.WithoutTtl())] };
}
