namespace AnomalyNotebooks;

/// <summary>A detector that takes flows as they are: the pipeline that makes features of them, and the detector of these features.</summary>
/// <param name="Pipeline">How flows become features.</param>
/// <param name="Detector">What scores them.</param>
public sealed record FlowDetector(FeaturePipeline Pipeline, IDetector Detector) : IFlowDetector
{
    /// <summary>A short name for tables and legends.</summary>
    public string Name { get; init; } = Detector.Name;

    /// <summary>Fits both on the same rows and on nothing else: the pipeline, then the detector on the features of these rows.</summary>
    /// <param name="flows">A table that holds the training normals.</param>
    /// <param name="trainRows">Which of its rows to learn from, normals: <see cref="FlowSplit.Train"/>.</param>
    /// <param name="seed">Fixes every random choice.</param>
    /// <param name="cancellation">Stops the fit.</param>
    /// <exception cref="AnomalyException">No rows, or rows that pipeline or detector cannot be fitted on.</exception>
    public FittedFlowDetector Fit(FlowTable flows, ReadOnlySpan<int> trainRows, ulong seed, CancellationToken cancellation = default)
    {
        (FittedFeaturePipeline pipeline, FeatureMatrix training) = Pipeline.FitTransform(flows.Take(trainRows));
        return new FittedFlowDetector(pipeline, Detector.Fit(training, seed, cancellation));
    }

    /// <inheritdoc/>
    public IFlowDetector WithoutTtl() => this with { Pipeline = Pipeline.WithoutTtl() };

    /// <inheritdoc/>
    IFittedFlowDetector IFlowDetector.Fit(NormalFlows training, NormalFlows heldOut, ulong seed, CancellationToken cancellation) =>
        Fit(training.Table, [.. Enumerable.Range(0, training.Count)], seed, cancellation);
}
