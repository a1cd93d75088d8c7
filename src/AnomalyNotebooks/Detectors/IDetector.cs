namespace AnomalyNotebooks;

/// <summary>
/// The settings of a detector, not yet fitted: everything between flows and scores. Implementations are immutable records; nothing is
/// learnt before <see cref="Fit"/>.
/// </summary>
public interface IDetector
{
    /// <summary>The name in tables, legends and on the command line.</summary>
    string Name { get; }

    /// <summary>Learns what is normal. No label enters: there are none in <see cref="NormalFlows"/>.</summary>
    /// <param name="training">Normal flows to fit on.</param>
    /// <param name="heldOut">Other normal flows, for what must be measured on flows not fitted on, such as an ensemble's scales.</param>
    /// <param name="seed">Fixes every random choice: equal seeds and flows give equal bits.</param>
    /// <param name="cancellation">Stops the fit within a second.</param>
    /// <exception cref="AnomalyException">Too few flows, or a column that the detector needs is missing.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    IFittedDetector Fit(NormalFlows training, NormalFlows heldOut, ulong seed, CancellationToken cancellation = default);

    /// <summary>The same detector, not looking at some columns.</summary>
    IDetector Without(IReadOnlyCollection<string> columns);
}

/// <summary>A fitted detector: immutable, safe to use from several threads.</summary>
public interface IFittedDetector
{
    /// <summary>Scores each flow; higher is more anomalous. The unit is the detector's own. No label is read.</summary>
    /// <param name="flows">Any flows with the columns that the detector was fitted on.</param>
    /// <param name="cancellation">Stops the scoring within a second.</param>
    /// <returns>One finite score per flow.</returns>
    /// <exception cref="AnomalyException">A column that the detector needs is missing.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    double[] Score(FlowTable flows, CancellationToken cancellation = default);
}
