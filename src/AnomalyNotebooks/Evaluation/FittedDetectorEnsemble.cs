namespace AnomalyNotebooks;

/// <summary>A fitted <see cref="DetectorEnsemble"/>.</summary>
public sealed class FittedDetectorEnsemble : IFittedFlowDetector
{
    private readonly TailCalibration[] scales;
    private readonly Lazy<FittedFlowDetector> byColumn;

    internal FittedDetectorEnsemble(IFittedFlowDetector[] members, TailCalibration[] scales, double[] weights, NormalFlows training)
    {
        Members = members;
        Weights = weights;
        this.scales = scales;
        byColumn = new Lazy<FittedFlowDetector>(() =>
        {
            (FittedFeaturePipeline pipeline, FeatureMatrix columns) = FeaturePipeline.Raw.FitTransform(training.Table);
            return new FittedFlowDetector(pipeline, new ColumnwiseDetector(this, training, columns));
        });
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

    /// <summary>The same detector, taking the flows' columns as they are: what can be explained and tested by deletion
    /// (<see cref="DeletionCurve"/>) whatever the members are.</summary>
    public FittedFlowDetector ByColumn => byColumn.Value;

    /// <summary>What each column adds to a score: how far the score falls when the column is set to what is expected there and all
    /// that follows from it is computed again. Expected is the median of normal flows of the same protocol, service, state and
    /// TTLs; of these themselves, the most frequent value.</summary>
    public FlowExplanation Explain(FlowTable flows) => ByColumn.Explain(flows);

    /// <summary>What each member says, as -log of the tail probability: members by flows. Their mean, weighted, is the score.</summary>
    public double[][] Parts(FlowTable flows) => [.. Members.Select((member, m) => scales[m].Transform(member.Score(flows)))];
}
