namespace AnomalyNotebooks.Tests.Detectors;

/// <summary>A detector that scores by a rule; what it was fitted on is ignored unless the rule was made of it.</summary>
internal sealed record ScriptedDetector(string Name, Func<FlowTable, double[]> Rule) : IDetector, IFittedDetector
{
    /// <summary>Scores each flow by one column times a factor.</summary>
    public static ScriptedDetector Column(string column, double factor = 1) =>
        new(column, flows => [.. flows.Number(column).Select(value => value * factor)]);

    public IFittedDetector Fit(NormalFlows training, NormalFlows heldOut, ulong seed, CancellationToken cancellation = default) => this;

    public IDetector Without(IReadOnlyCollection<string> columns) => this;

    public double[] Score(FlowTable flows, CancellationToken cancellation = default) => Rule(flows);
}
