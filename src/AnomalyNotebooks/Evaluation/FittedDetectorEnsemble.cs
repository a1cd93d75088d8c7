namespace AnomalyNotebooks;

/// <summary>A fitted <see cref="DetectorEnsemble"/>.</summary>
public sealed class FittedDetectorEnsemble : IFittedFlowDetector
{
    private readonly TailCalibration[] scales;

    internal FittedDetectorEnsemble(IFittedFlowDetector[] members, TailCalibration[] scales)
    {
        Members = members;
        this.scales = scales;
    }

    /// <summary>The fitted detectors, in the ensemble's order.</summary>
    public IReadOnlyList<IFittedFlowDetector> Members { get; }

    /// <inheritdoc/>
    public double[] Score(FlowTable flows)
    {
        var scores = new double[flows.Count];
        foreach (double[] part in Parts(flows))
            for (int i = 0; i < scores.Length; i++) scores[i] += part[i] / Members.Count;
        return scores;
    }

    /// <summary>What each member says, as -log of the tail probability: members by flows. Their mean is the score.</summary>
    public double[][] Parts(FlowTable flows) => [.. Members.Select((member, m) => scales[m].Transform(member.Score(flows)))];
}
