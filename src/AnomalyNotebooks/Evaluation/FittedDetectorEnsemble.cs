namespace AnomalyNotebooks;

/// <summary>A fitted <see cref="DetectorEnsemble"/>.</summary>
public sealed class FittedDetectorEnsemble : IFittedFlowDetector
{
    private readonly TailCalibration[] scales;

    internal FittedDetectorEnsemble(IFittedFlowDetector[] members, TailCalibration[] scales, double[] weights)
    {
        Members = members;
        Weights = weights;
        this.scales = scales;
    }

    /// <summary>The fitted detectors, in the ensemble's order.</summary>
    public IReadOnlyList<IFittedFlowDetector> Members { get; }

    /// <summary>How much each member counts; 1 in all.</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <inheritdoc/>
    public double[] Score(FlowTable flows)
    {
        var scores = new double[flows.Count];
        double[][] parts = Parts(flows);
        for (int m = 0; m < parts.Length; m++)
            for (int i = 0; i < scores.Length; i++) scores[i] += Weights[m] * parts[m][i];
        return scores;
    }

    /// <summary>What each member says, as -log of the tail probability: members by flows. Their mean, weighted, is the score.</summary>
    public double[][] Parts(FlowTable flows) => [.. Members.Select((member, m) => scales[m].Transform(member.Score(flows)))];
}
