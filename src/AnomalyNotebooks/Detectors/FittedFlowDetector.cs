namespace AnomalyNotebooks;

/// <summary>A pipeline and a detector that were fitted together. Immutable.</summary>
public sealed class FittedFlowDetector : IFittedFlowDetector
{
    /// <summary>Joins a fitted pipeline and the detector that was fitted on its features.</summary>
    public FittedFlowDetector(FittedFeaturePipeline pipeline, IFittedDetector detector)
    {
        Pipeline = pipeline;
        Detector = detector;
    }

    /// <summary>Makes features of flows.</summary>
    public FittedFeaturePipeline Pipeline { get; }

    /// <summary>Scores the features.</summary>
    public IFittedDetector Detector { get; }

    /// <summary>Whether the detector can say which features made a score.</summary>
    public bool CanExplain => Detector is IExplainsScores;

    /// <summary>Scores each flow; higher is more anomalous.</summary>
    /// <exception cref="AnomalyException">A column that the pipeline needs is missing.</exception>
    public double[] Score(FlowTable flows) => Detector.Score(Pipeline.Transform(flows));

    /// <summary>Scores the named rows, in that order.</summary>
    /// <exception cref="AnomalyException">A column that the pipeline needs is missing.</exception>
    public double[] Score(FlowTable flows, ReadOnlySpan<int> rows) => Score(flows.Take(rows));

    /// <inheritdoc/>
    public FlowExplanation Explain(FlowTable flows) => Detector is IExplainsScores explains
        ? new FlowExplanation(flows, Pipeline, explains.Explain(Pipeline.Transform(flows)))
        : throw new AnomalyException("This detector does not explain its scores. The autoencoder, PCA, isolation forest, Gaussian mixture, nearest neighbours and swap discriminator do.");
}
