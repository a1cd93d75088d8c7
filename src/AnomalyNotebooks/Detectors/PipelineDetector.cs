namespace AnomalyNotebooks;

/// <summary>A detector made of a preprocessing, which makes features of flows, and a model that scores the features.</summary>
/// <remarks>Of more than 50,000 training normals both are fitted on a sample drawn with the seed.</remarks>
public abstract record PipelineDetector : IDetector
{
    private protected PipelineDetector(string method) => Method = Name = method;

    /// <summary>How it learns what is normal, such as <c>isolation forest</c>.</summary>
    public string Method { get; }

    /// <inheritdoc/>
    public string Name { get; init; }

    /// <summary>How flows become features.</summary>
    public FeaturePipeline Pipeline { get; init; } = FeaturePipeline.Robust;

    /// <inheritdoc cref="NormalSample"/>
    internal NormalSample Bound { get; init; } = NormalSample.Default;

    /// <inheritdoc/>
    public IFittedDetector Fit(NormalFlows training, NormalFlows heldOut, ulong seed, CancellationToken cancellation = default) =>
        Fit(training, seed, cancellation);

    /// <inheritdoc/>
    public IDetector Without(IReadOnlyCollection<string> columns) => this with { Pipeline = Pipeline.Without([.. columns]) };

    /// <summary>Fits both on the same flows and on nothing else: the pipeline, then the model on the features of these flows.</summary>
    internal FittedPipelineDetector Fit(NormalFlows training, ulong seed, CancellationToken cancellation = default)
    {
        using var scope = ParallelWork.Until(cancellation);
        training = Bound.Of(training, seed);
        (FittedFeaturePipeline pipeline, FeatureMatrix features) = Pipeline.FitTransform(training.Table);
        return new FittedPipelineDetector(pipeline, Fit(features, seed, cancellation));
    }

    /// <summary>Fits the model.</summary>
    /// <param name="normals">Training normals, rows by features.</param>
    /// <param name="seed">Fixes every random choice.</param>
    /// <param name="cancellation">Stops the fit.</param>
    /// <exception cref="AnomalyException">No rows, no columns, or a NaN or infinity (row and feature named).</exception>
    internal abstract IFittedModel Fit(FeatureMatrix normals, ulong seed, CancellationToken cancellation = default);
}

/// <summary>What scores rows of features. Immutable, safe to use from several threads.</summary>
internal interface IFittedModel : ISaved
{
    /// <summary>Scores each row; higher is more anomalous.</summary>
    /// <param name="flows">Rows with the features the model was fitted on, in the same order, finite numbers.</param>
    /// <param name="cancellation">Stops the scoring.</param>
    /// <exception cref="AnomalyException">Other features than it was fitted on, or a NaN or infinity.</exception>
    double[] Score(FeatureMatrix flows, CancellationToken cancellation = default);
}

/// <summary>A pipeline and the model that was fitted on its features.</summary>
[TypeFormatterSource]
internal sealed record FittedPipelineDetector(FittedFeaturePipeline Pipeline, IFittedModel Model) : IFittedDetector, ISaved, IRichOutput
{
    public const string KindName = "pipeline";

    private const int RowsAtOnce = 1 << 13; // their features fit into memory easily, whatever the number of flows

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <inheritdoc/>
    public string ToHtml() => Shown().ToHtml();

    /// <inheritdoc/>
    public override string ToString() => Shown().ToString();

    public static FittedPipelineDetector Read(BundleReader from) =>
        new(FittedFeaturePipeline.FromJson(from.Text("pipeline")), from.Part<IFittedModel>("model"));

    /// <inheritdoc/>
    public void Write(BundleWriter to)
    {
        to.Text("pipeline", Pipeline.ToJson());
        to.Part("model", Model);
    }

    /// <inheritdoc/>
    public double[] Score(FlowTable flows, CancellationToken cancellation = default)
    {
        using var scope = ParallelWork.Until(cancellation);
        foreach (string column in Pipeline.Sources.SelectMany(sources => sources)) ModelInput.RequireColumn(flows, column);
        if (flows.Count <= RowsAtOnce) return Model.Score(Pipeline.Transform(flows), cancellation);
        var scores = new double[flows.Count];
        FeatureMatrix? features = null;
        for (int first = 0; first < scores.Length; first += RowsAtOnce)
        {
            FlowTable some = flows.Take([.. Enumerable.Range(first, Math.Min(RowsAtOnce, scores.Length - first))]);
            try
            {
                if (features?.Rows == some.Count) Pipeline.Transform(some, features);
                else features = Pipeline.Transform(some);
                Model.Score(features, cancellation).CopyTo(scores, first);
            }
            catch (AnomalyException) when (first > 0)
            {
                return Model.Score(Pipeline.Transform(flows), cancellation); // says which row of all it is
            }
        }

        return scores;
    }

    private HtmlTable Shown() => HtmlTable.Facts(
        ("model", Model.Kind), ("preprocessing", Pipeline.Settings.Name), ("features", Pipeline.Names.Count))
        .WithCaption("Fitted detector");
}
