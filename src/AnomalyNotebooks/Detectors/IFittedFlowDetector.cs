namespace AnomalyNotebooks;

/// <summary>A fitted <see cref="IFlowDetector"/>: immutable, safe to use from several threads.</summary>
public interface IFittedFlowDetector
{
    /// <summary>Scores each flow; higher is more anomalous. No label is read.</summary>
    /// <returns>One finite score per flow.</returns>
    double[] Score(FlowTable flows);

    /// <summary>Splits each flow's score among its columns.</summary>
    /// <exception cref="AnomalyException">The detector cannot explain its scores.</exception>
    FlowExplanation Explain(FlowTable flows);
}
