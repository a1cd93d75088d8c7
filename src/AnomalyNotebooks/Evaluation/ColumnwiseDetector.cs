namespace AnomalyNotebooks;

/// <summary>
/// Any fitted detector as one of the flows' columns themselves (<see cref="FeaturePipeline.Raw"/>), so that it can be explained
/// whatever features it makes: a column is changed, what follows from it is computed again, and the flow is scored anew.
/// </summary>
/// <remarks>Numbers pass through single precision: scores may differ from the detector's own in their last digits.</remarks>
internal sealed class ColumnwiseDetector : IExplainsScores
{
    private const string NeverSeen = "never seen";

    private readonly IFittedFlowDetector detector;
    private readonly FlowParts parts;
    private readonly ExpectedValues expected;
    private readonly IReadOnlyList<string> names;
    private readonly FlowOrigin origin;
    private readonly Dictionary<string, string[]> texts;

    /// <summary>Wraps a detector.</summary>
    /// <param name="detector">The detector.</param>
    /// <param name="training">The normals that it was fitted on; from them come the values that are expected.</param>
    /// <param name="columns">Their columns, as <see cref="FeaturePipeline.Raw"/> makes them.</param>
    public ColumnwiseDetector(IFittedFlowDetector detector, NormalFlows training, FeatureMatrix columns)
    {
        this.detector = detector;
        names = columns.Names;
        parts = new FlowParts(names);
        expected = new ExpectedValues(columns, FlowSurprises.Context);
        origin = training.Table.Origin;
        // Label encoding numbers the texts of the training rows in this order, and gives -1 to all others.
        texts = FlowSchema.CategoryFeatures.ToDictionary(name => name, name => (string[])
        [
            .. Enumerable.Range(0, training.Count).Select(row => training.Table.Category(name)[row]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            NeverSeen,
        ]);
    }

    /// <inheritdoc/>
    public double[] Score(FeatureMatrix flows)
    {
        DetectorInput.RequireScorable(flows, names);
        return detector.Score(FlowColumns.ToFlows(parts.View(parts.Take(flows)), origin, name => texts[name]));
    }

    /// <inheritdoc/>
    public ScoreExplanation Explain(FeatureMatrix flows) => DeletionExplanation.Of(this, flows, expected);
}
